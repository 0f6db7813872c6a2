"""Reads the raw outcome of each check out of the recorded stream."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from conformance.recorder.events import Event
from conformance.verdict.model import Finding, Raw


def raw_outcomes(events: Iterable[Event], checks: Mapping[str, Sequence[str]]) -> dict[str, Raw]:
    """The raw outcome of each of these checks; of one that the controller withheld, what it said then.

    With each check come the requirements that it judges.  What the record says of them is not asked: whoever can write
    a record could leave them out, and nothing would be missing.

    A check whose standing watches were not all settled is inconclusive, one whose watch was broken failed, and
    one that passed without reading anything that the server sent is an error: vacuous.
    """
    by_check: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.check is not None:
            by_check[event.check].append(event)
    return {check: _raw(check, requirements, by_check[check]) for check, requirements in checks.items()}


def _raw(check: str, requirements: Sequence[str], events: list[Event]) -> Raw:
    started = [event for event in events if event.kind == "check_started"]
    ended = [event for event in events if event.kind == "check_ended"]
    findings = tuple(_finding(event) for event in events if event.kind == "evaluation")
    if len(ended) > 1:
        return Raw(check, "error", reason=f"the check ran {len(ended)} times", started=True, findings=findings)
    withheld = next((event.data for event in events if event.kind == "withheld"), None)
    if withheld is not None and not started:
        return Raw(check, withheld["outcome"], reason=withheld["reason"])
    if not ended:
        reason = "the check began and never ended" if started else "not collected"
        return Raw(check, "missing", reason=reason, started=bool(started), findings=findings)
    end = ended[0].data
    raw = Raw(
        check,
        end["outcome"],
        end.get("clause"),
        end.get("reason", ""),
        started=True,
        duration_s=end.get("duration_s", 0.0),
        traceback=end.get("traceback"),
        findings=findings,
    )
    return _honest(raw, events, requirements) if raw.outcome == "passed" else raw


def _honest(raw: Raw, events: list[Event], requirements: Sequence[str]) -> Raw:
    """A pass, held against what was recorded."""
    broken = next((finding for finding in raw.findings if not finding.holds), None)
    if broken is not None:
        outcome = "failed" if broken.clause in requirements else "precondition"
        return _changed(raw, outcome, broken.reason or "", broken.clause)
    posted = {event.id for event in events if event.kind == "watch_posted"}
    settled = {event.data["watch"] for event in events if event.kind == "evaluation" and "watch" in event.data}
    if posted - settled:
        return _changed(raw, "inconclusive", "a standing watch lost its connection, so it saw nothing either way")
    witnessed = {finding.clause for finding in raw.findings if finding.witnessed}
    missing = [name for name in requirements if name not in witnessed]
    if missing:
        return _changed(raw, "error", f"vacuous: nothing that the server sent was read for {', '.join(missing)}")
    return raw


def _changed(raw: Raw, outcome: str, reason: str, clause: str | None = None) -> Raw:
    return Raw(raw.check, outcome, clause, reason, True, raw.duration_s, raw.traceback, raw.findings)


def _finding(event: Event) -> Finding:
    data: Mapping[str, Any] = event.data
    flat: list[str] = []
    for ids in data["events"]:
        flat.extend([ids] if isinstance(ids, str) else ids)
    return Finding(
        event.id,
        event.check or "",
        data["clause"],
        data["matcher"],
        data["holds"],
        data["witnessed"],
        data["reason"],
        tuple(flat),
        data["arguments"],
    )
