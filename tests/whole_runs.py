"""Results of whole runs by the real contract and manifest, with faults of one's choice, without any server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from helpers import REACHED, answer, event
from recorded_runs import ASKED, ENDED, plain

from conformance.contract import manifest as manifests
from conformance.contract import registry as registries
from conformance.contract.manifest import ManifestEntry
from conformance.recorder.events import Event
from conformance.report.results import build, judged
from conformance.target.profile import KNOWN_CAPABILITIES
from conformance.verdict.recording import recording

NO_IMPACT: Mapping[str, Any] = {"groups": {}, "requirements": {}, "severities": {}}
NOBODY = "no HTTP answer: the connection was refused"


def broken(*requirements: str, impact: Mapping[str, Any] = NO_IMPACT, silent: Mapping[str, str] | None = None) -> Any:
    """Results of a run in which these requirements were broken, so that what stands on them was not run, and these
    checks (``silent``) were inconclusive for these reasons; everything else passed."""
    assert all(name in _contract()[0] for name in requirements)
    reasons = {name: f"expected status 201, got status 500 for {name}" for name in requirements}
    return _results(list(_events(reasons, silent or {})), impact)


def green() -> Any:
    """Results of a run in which everything passed."""
    return broken()


def dead(impact: Mapping[str, Any] = NO_IMPACT) -> Any:
    """Results of a run in which nobody answered."""
    return _results(list(_unreached()), impact)


@cache
def _contract() -> tuple[registries.Registry, Mapping[str, ManifestEntry]]:
    return registries.load(), manifests.load()


def _events(reasons: Mapping[str, str], silent: Mapping[str, str]) -> Iterator[Event]:
    registry, manifest = _contract()
    for name, entry in manifest.items():
        if any(set(registry.stands_on(one)) & reasons.keys() for one in entry.requirements):
            yield event("withheld", name, outcome="blocked", reason="a rung below it is broken")
        else:
            yield from _ran(name, entry, reasons, silent.get(name))


def _ran(name: str, entry: ManifestEntry, reasons: Mapping[str, str], silent: str | None) -> Iterator[Event]:
    yield event("check_started", name, requirements=list(entry.requirements))
    outcome = "inconclusive" if silent else "passed"
    for clause in entry.requirements:
        asked = event("request", name, who="alice", method="GET", path=f"/{clause}", headers={}, body=None)
        heard = answer(500 if clause in reasons else 200, request=asked.id, elapsed_ms=1.5)
        heard = Event(heard.id, heard.at, heard.kind, name, heard.data)
        yield from (asked, heard, _evaluation(name, clause, heard.id, reasons.get(clause)))
    failed = next((clause for clause in entry.requirements if clause in reasons), None)
    more = {"clause": failed, "reason": reasons[failed]} if failed else {"reason": silent} if silent else {}
    yield event("check_ended", name, outcome="failed" if failed else outcome, duration_s=0.1, **more)


def _unreached() -> Iterator[Event]:
    for name, entry in _contract()[1].items():
        if REACHED in entry.requirements:
            yield event("check_started", name, requirements=list(entry.requirements))
            silence = event("no_answer", name, reason="the connection was refused")
            yield from (silence, _evaluation(name, REACHED, silence.id, NOBODY, witnessed=False))
            yield event("check_ended", name, outcome="failed", clause=REACHED, reason=NOBODY, duration_s=0.1)
        else:
            yield event("withheld", name, outcome="blocked", reason="a rung below it is broken")


def _evaluation(name: str, clause: str, read: str, reason: str | None, *, witnessed: bool = True) -> Event:
    return event("evaluation", name, clause=clause, matcher="basic.status_is", arguments={"expected": [200]},
                 events=[read], holds=reason is None, witnessed=witnessed, reason=reason)  # fmt: skip


def _results(events: list[Event], impact: Mapping[str, Any]) -> Any:
    profile = {**ASKED["profile"], "demands": list(KNOWN_CAPABILITIES), "without": {}, "impact": impact}
    began = event("run_began", **{**ASKED, "profile": profile})
    declared = answer(200, {"capabilities": {name: {} for name in KNOWN_CAPABILITIES}, "server": {"name": "a server"}})
    named = Event(declared.id, declared.at, declared.kind, "capabilities.document", declared.data)
    known = [named] if any(one.kind == "answer" for one in events) else []
    run = recording([began, *known, *events, event("run_ended", **ENDED)])
    return plain(build(judged(run, *_contract())))
