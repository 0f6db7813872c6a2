"""Does a report add up?  Everything that it says is drawn again from the record, and held against it.  Pure.

1. Each stream is whole: its events are numbered without a gap, on a clock that never runs back.
2. Each evaluation finds again what it found, from the events that it names; they are its own check's, and what it
   judges is a clause of the contract.
3. Each check began for what the manifest says, and ended as its evaluations say.
4. The verdict and every other member of ``results.json`` follow from all that.

What this cannot see is a forgery by somebody who can write streams and keeps to all that: events that nobody sent, or
evaluations that ask something else of those that somebody did.  Only a signature excludes that, by everybody but who
holds its key.
"""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from conformance.contract.manifest import ManifestEntry
from conformance.contract.registry import Registry
from conformance.recorder.events import Event
from conformance.recorder.words import bounded
from conformance.report.results import build, judged
from conformance.trust import bonds, checks
from conformance.trust.evaluations import Repeated, repeated
from conformance.verdict.recording import NotARecording, recording


def discrepancies(
    results: Mapping[str, Any], events: Sequence[Event], registry: Registry, manifest: Mapping[str, ManifestEntry]
) -> Iterator[str]:
    """Whatever does not add up, a sentence each, in the order of the module's list."""
    yield from _streams(events)
    owners = {event.id: event.check for event in events}
    for evaluation in repeated(events):
        if why := bonds.broken(evaluation.event, owners, registry, manifest) or _differs(evaluation):
            yield f"{evaluation.event.id} ({evaluation.event.check}): {why}"
    yield from checks.discrepancies(events, manifest)
    try:
        again = build(judged(recording(events), registry, manifest))
    except NotARecording as error:
        yield f"the streams: {error}"
        return
    yield from differences(results, json.loads(json.dumps(again)))


def _streams(events: Sequence[Event]) -> Iterator[str]:
    """Gaps in the numbers of a stream, and clocks that run back."""
    streams: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        streams[event.id.rpartition(":")[0]].append(event)
    for name, found in sorted(streams.items()):
        found.sort(key=lambda event: int(event.id.rpartition(":")[2]))
        for number, event in enumerate(found, start=1):
            if event.id != f"{name}:{number}":
                yield f"stream {name}: {name}:{number} is expected, and {event.id} is there"
                break
        for one, other in itertools.pairwise(found):
            if other.at < one.at:
                yield f"stream {name}: {other.id} was recorded before {one.id}"
                break


def _differs(again: Repeated) -> str | None:
    """What an evaluation says now and did not say then."""
    said = again.event.data
    if again.trouble is not None:
        return again.trouble
    if said["holds"] is not (said["reason"] is None):
        return f"it says that it {_held(said['holds'])}, and its reason is {said['reason']!r}"
    # Older suites recorded a reason at whatever length a server gave it.
    if again.reason != (said["reason"] and bounded(said["reason"])):
        return f"{said['matcher']} finds {again.reason!r} in these events, and {said['reason']!r} is recorded"
    if again.witnessed is not said["witnessed"]:
        return "it says that the server was heard, and these events are none of the server's"
    return None


def _held(holds: bool) -> str:
    return "holds" if holds else "does not hold"


def differences(said: Any, found: Any, place: str = "results.json") -> Iterator[str]:
    """Where two JSON values differ; ``said`` is what the report says, ``found`` what follows from the record."""
    if isinstance(said, dict) and isinstance(found, dict):
        for key in dict.fromkeys((*said, *found)):
            yield from _members(said, found, key, f"{place}: {key}" if place == "results.json" else f"{place}/{key}")
    elif isinstance(said, list) and isinstance(found, list) and len(said) == len(found):
        for index, (one, other) in enumerate(zip(said, found, strict=True)):
            yield from differences(one, other, f"{place}/{_name(one, index)}")
    elif said != found or isinstance(said, bool) is not isinstance(found, bool):
        yield f"{place} is {_short(said)}, and {_short(found)} follows from the record"


def _members(said: Mapping[str, Any], found: Mapping[str, Any], key: str, place: str) -> Iterator[str]:
    if key not in said:
        yield f"{place} is missing"
    elif key not in found:
        yield f"{place} is nothing that follows from the record"
    else:
        yield from differences(said[key], found[key], place)


def _name(value: Any, index: int) -> str:
    """What a reader calls an item of a list."""
    named = value.get("id") or value.get("requirement") if isinstance(value, dict) else None
    return str(named) if named else str(index)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= 120 else f"{text[:119]}…"
