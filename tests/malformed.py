"""Recorded evaluations, repeated on what a server might have sent in the place of what it sent."""

from __future__ import annotations

import copy
import dataclasses
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from conformance.recorder.evaluation import MATCHERS
from conformance.recorder.events import Event

LEFT_OUT = object()
ODD: tuple[Any, ...] = (None, True, -1, 1.5, 10**12, 10**30, "x", "", [], ["r"], [1], [None], [[]], [{}], {}, {"a": 1})
"""What may stand anywhere in JSON, and is what nobody expects there."""

SPOKEN = {"answer": "body", "handshake": "body", "received": "frame"}
"""Where the words of a server stand, by the kind of event."""


def troubles(events: Sequence[Event], *, each: int, times: int, seed: int) -> Iterator[str]:
    """What was raised where so many evaluations of each matcher are repeated so often, with one odd value each."""
    known = {event.id: event for event in events}
    by_matcher: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.kind == "evaluation":
            by_matcher[event.data["matcher"]].append(event)
    chance = random.Random(seed)
    for name, evaluations in sorted(by_matcher.items()):
        for evaluation in chance.sample(evaluations, min(each, len(evaluations))):
            spoken = [
                one for one in _read(evaluation) if isinstance(known[one].data.get(_words(known[one])), dict | list)
            ]
            for _ in range(times if spoken else 0):
                place = chance.choice(spoken)
                odd = _with_an_odd_value(known[place], chance)
                trouble = _trouble(evaluation, {**{one: known[one] for one in _read(evaluation)}, place: odd})
                if trouble is not None:
                    yield f"{name} of {evaluation.check}: {trouble}, from {odd.data[_words(odd)]}"


def _trouble(evaluation: Event, known: dict[str, Event]) -> str | None:
    readings = [
        known[ids] if isinstance(ids, str) else [known[one] for one in ids] for ids in evaluation.data["events"]
    ]
    try:
        reason = MATCHERS[evaluation.data["matcher"]](*readings, **evaluation.data["arguments"])
    except Exception as error:  # noqa: BLE001 - whatever it is, the suite would be blamed for it
        return f"{type(error).__name__}: {error}"
    return None if reason is None or (reason and "\n" not in reason) else f"said {reason!r}"


def _read(evaluation: Event) -> list[str]:
    """The ids of the events that were read."""
    return [one for ids in evaluation.data["events"] for one in ([ids] if isinstance(ids, str) else ids)]


def _words(event: Event) -> str:
    return SPOKEN.get(event.kind, "")


def _with_an_odd_value(event: Event, chance: random.Random) -> Event:
    """The event with one value in it replaced or left out; now and then it is the whole body."""
    words = _words(event)
    whole = {words: copy.deepcopy(event.data[words])}
    places = list(_places(whole[words], whole, words)) if chance.random() > 0.1 else []
    holder, key = chance.choice(places or [(whole, words)])
    odd = chance.choice((LEFT_OUT, *ODD))
    if odd is LEFT_OUT:
        del holder[key]
    else:
        holder[key] = copy.deepcopy(odd)
    return dataclasses.replace(event, data={**event.data, words: whole.get(words)})


def _places(value: Any, holder: Any, key: Any) -> Iterator[tuple[Any, Any]]:
    """What holds a value, and at which key, for a value and everything in it; of long lists the two ends."""
    yield holder, key
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _places(inner, value, name)
    elif isinstance(value, list):
        for place in sorted({*range(min(2, len(value))), *range(max(0, len(value) - 1), len(value))}):
            yield from _places(value[place], value, place)
