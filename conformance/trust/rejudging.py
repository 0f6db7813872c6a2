"""What the installed suite would decide on an older recording, without a server.  Pure.

Each evaluation is made again by the matchers of today, and the verdict drawn by the registry and the manifest of today.
What today's suite would have asked in addition was never recorded: a check that is new is not run, and one that judges
a clause more than it did then is inconclusive.  So is a check of then that stopped at something which today is no
fault: what would have followed was never recorded either.  Of a clause that today's contract does not have, nothing is
said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from conformance.contract.manifest import ManifestEntry
from conformance.contract.registry import CONTRACT_VERSION, Registry
from conformance.recorder.events import Event
from conformance.report.results import Judged, judged
from conformance.trust.evaluations import repeated
from conformance.verdict.recording import recording

NEW = "nothing of it was recorded: the recording is older than this check"
STOPPED = "the check of then stopped at what is no fault now, so that the rest of it was never recorded"
UNJUDGED = "the check of then did not judge"


def rejudged(
    events: Sequence[Event], registry: Registry, manifest: Mapping[str, ManifestEntry], version: str
) -> Judged:
    """The recording as this suite judges it; ``version`` is this suite's own.  Raises
    :class:`conformance.verdict.recording.NotARecording`."""
    then = recording(events)
    gone = sorted({event.data["clause"] for event in events if _is_gone(event, registry)})
    kept = [event for event in events if not _is_gone(event, registry)]
    # From all events: an evaluation may have read what belongs to one that is left out.
    again = {one.event.id: one for one in repeated(events)}
    evaluated = [again[event.id].as_now if event.kind == "evaluation" else event for event in kept]
    unasked = {one.check: again[one.id].trouble or "" for one in kept if one.id in again and again[one.id].trouble}
    by_check: dict[str | None, list[Event]] = defaultdict(list)
    for event in evaluated:
        by_check[event.check].append(event)
    told = [_as_now(event, by_check[event.check], manifest, unasked) for event in evaluated]
    suite = {"version": version, "contract_version": CONTRACT_VERSION, "contract_digest": registry.digest}
    began = {**then.began, "suite": suite, "selected": _selected(then.began["selected"], manifest)}
    note = f"judged anew from what suite {then.began['suite']['version']} recorded in run {then.began['run']}"
    missing = [f"not judged, because this contract does not have them: {', '.join(gone)}"] if gone else []
    ended = {**then.ended, "notes": [*then.ended["notes"], note, *missing]}
    return judged(
        replace(recording([*told, *_never_recorded(by_check, manifest)]), began=began, ended=ended), registry, manifest
    )


def _is_gone(event: Event, registry: Registry) -> bool:
    return event.kind == "evaluation" and event.data["clause"] not in registry


def _selected(selected: Sequence[str] | None, manifest: Mapping[str, ManifestEntry]) -> list[str] | None:
    return None if selected is None else [name for name in selected if name in manifest]


def _as_now(
    event: Event, mine: Sequence[Event], manifest: Mapping[str, ManifestEntry], unasked: Mapping[str | None, str]
) -> Event:
    """The end of a check as it would be recorded now."""
    entry = manifest.get(event.check or "")
    if event.kind != "check_ended" or entry is None:
        return event
    return replace(event, data={**event.data, **_ending(event.data, mine, entry, unasked.get(event.check))})


def _ending(
    end: Mapping[str, Any], mine: Sequence[Event], entry: ManifestEntry, unasked: str | None
) -> Mapping[str, Any]:
    """What is said otherwise of how a check ended."""
    if unasked is not None:
        return {"outcome": "inconclusive", "reason": unasked}
    if end["outcome"] not in ("passed", "failed", "precondition"):
        return {}
    broken = next((one.data for one in mine if one.kind == "evaluation" and not one.data["holds"]), None)
    if broken is not None:
        outcome = "failed" if broken["clause"] in entry.requirements else "precondition"
        return {"outcome": outcome, "clause": broken["clause"], "reason": broken["reason"]}
    if end["outcome"] != "passed":
        return {"outcome": "inconclusive", "reason": STOPPED}
    then = {name for one in mine if one.kind == "check_started" for name in one.data["requirements"]}
    witnessed = {one.data["clause"] for one in mine if one.kind == "evaluation" and one.data["witnessed"]}
    more = [name for name in entry.requirements if name not in then | witnessed]
    return {"outcome": "inconclusive", "reason": f"{UNJUDGED} {', '.join(more)}"} if more else {}


def _never_recorded(
    by_check: Mapping[str | None, Sequence[Event]], manifest: Mapping[str, ManifestEntry]
) -> Iterator[Event]:
    """Checks of today that the recording knows nothing of."""
    for name in manifest:
        if name not in by_check:
            yield Event(f"rejudged:{name}", 0, "withheld", name, {"outcome": "not_run", "reason": NEW})
