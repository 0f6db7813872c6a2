"""Recorded evaluations, repeated on what a server might have sent in the place of what it sent."""

from __future__ import annotations

import dataclasses
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

from servers.odd import with_an_odd_value

from conformance.recorder.evaluation import MATCHERS
from conformance.recorder.events import Event

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
                words = _words(known[place])
                said = {**known[place].data, words: with_an_odd_value(known[place].data[words], chance)}
                odd = dataclasses.replace(known[place], data=said)
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
