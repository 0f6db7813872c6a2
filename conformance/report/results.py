"""``results.json``: what one run found, as plain values, built from the record and the verdict alone."""

from __future__ import annotations

import shlex
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from conformance.contract.manifest import ManifestEntry
from conformance.contract.registry import Registry
from conformance.recorder.events import Event
from conformance.recorder.words import bounded
from conformance.report import budgets, evidence, operations
from conformance.verdict.fingerprint import fingerprint
from conformance.verdict.model import Cause, CheckResult, RequirementResult, Verdict
from conformance.verdict.recording import Recording, verdict_on

LONGEST_NAME = 200
"""At most so many characters of a server's own name, and of its version."""

UNANSWERED = ("failed", "error", "inconclusive")
"""Outcomes of which a report shows what happened."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A recording, the verdict on it, and what it was judged by."""

    recording: Recording
    verdict: Verdict
    registry: Registry
    manifest: Mapping[str, ManifestEntry]


def judged(recorded: Recording, registry: Registry, manifest: Mapping[str, ManifestEntry]) -> Judged:
    """A recording with the verdict that follows from it."""
    return Judged(recorded, verdict_on(recorded, registry, manifest), registry, manifest)


def build(run: Judged) -> dict[str, Any]:
    """``results.json`` as plain values (shape: ``report/results.schema.json``)."""
    verdict, began, ended = run.verdict, run.recording.began, run.recording.ended
    checks = _checks(run)
    failures = {check["id"]: check["failure"] for check in checks if check["failure"] is not None}
    return {
        "suite": dict(began["suite"]),
        "run": {
            "id": began["run"],
            "began": began["began"],
            "interrupted": ended["interrupted"],
            "workers": began["workers"],
            "intensity": began["intensity"],
            "phases_s": dict(ended["phases_s"]),
        },
        "target": {"url": began["url"], "launched": began["launched"], "server": _server(run.recording)},
        "profile": _profile(began["profile"]),
        "seed": began["seed"],
        "duration_s": ended["duration_s"],
        "environment": dict(began["environment"]),
        "verdict": {"word": verdict.word, "sentence": verdict.sentence, "exit_status": verdict.exit_status},
        "service_levels": dict(verdict.service_levels),
        "counts": dict(verdict.counts),
        "advice": list(verdict.advice),
        "never_provoked": list(verdict.never_provoked),
        "notes": list(verdict.notes),
        "drafts": sum(1 for entry in run.registry.requirements.values() if entry.draft),
        "causes": [_cause(cause, failures) for cause in verdict.causes],
        "requirements": [_requirement(result, run.registry) for result in verdict.requirements],
        "groups": [{"id": group["id"], "title": group["title"]} for group in run.registry.groups.values()],
        # What the doctor asked is no check's, and shows nothing that a check does not.
        "operations": operations.seen(
            event for event in run.recording.events if event.check is None or event.check in run.manifest
        ),
        "budgets": budgets.held_against(checks, began["intensity"], ended["duration_s"]),
        "checks": checks,
    }


def _profile(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What a reader wants to know of the profile; runs that were recorded before profiles had ``[impact]`` say none."""
    impact = asked.get("impact", {"groups": {}, "requirements": {}, "severities": {}})
    return {**{name: asked[name] for name in ("name", "source", "demands", "without")}, "impact": impact}


def _server(recorded: Recording) -> dict[str, str | None]:
    """As the server names itself, if that is a name and no book."""
    said = (recorded.capabilities or {}).get("server")
    named = {key: said.get(key) if isinstance(said, Mapping) else None for key in ("name", "version")}
    return {key: bounded(value, LONGEST_NAME) if isinstance(value, str) else None for key, value in named.items()}


def _cause(cause: Cause, failures: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """A cause with its first divergence, in the order of the checks' ids: so it is the same in every run."""
    own = [failures[name] for name in sorted(cause.failed) if name in failures]
    shown = next((failure for failure in own if failure["clause"] == cause.requirement), None)
    mark = shown["fingerprint"] if shown is not None else fingerprint(cause.requirement, None, cause.summary)
    return {**asdict(cause), "fingerprint": mark}


def _requirement(result: RequirementResult, registry: Registry) -> dict[str, Any]:
    entry = registry[result.id]
    return {
        "id": result.id,
        "level": entry.level,
        "severity": entry.severity,
        "category": entry.category,
        "groups": list(entry.groups),
        "section": entry.section,
        "statement": entry.statement,
        "impact": entry.impact,
        "remedy": entry.remedy,
        "needs": list(entry.needs),
        "capability": entry.capability,
        "outcome": result.outcome,
        "reason": result.reason,
        "origin": result.origin,
        "checks": list(result.checks),
        "blocked_by": result.blocked_by,
    }


def _checks(run: Judged) -> list[dict[str, Any]]:
    by_check: dict[str, list[Event]] = defaultdict(list)
    for event in run.recording.events:
        if event.check is not None:
            by_check[event.check].append(event)
    return [_check(check, run, by_check[check.id]) for check in run.verdict.checks]


def _check(check: CheckResult, run: Judged, events: Sequence[Event]) -> dict[str, Any]:
    ran = any(event.kind == "check_started" for event in events)
    shown = check.outcome in UNANSWERED or (check.outcome == "blocked" and ran)
    return {
        "id": check.id,
        "requirements": list(check.requirements),
        "category": run.registry[check.requirements[0]].category,
        "phase": run.manifest[check.id].phase,
        "outcome": check.outcome,
        "reason": check.reason,
        "origin": check.origin,
        "blocked_by": check.blocked_by,
        "raw": check.raw.outcome if check.raw is not None else None,
        "duration_s": check.raw.duration_s if check.raw is not None else 0.0,
        "observed": evidence.observed(check),
        "failure": evidence.failure(check, run.registry, events, _again(check, run)) if shown else None,
    }


def _again(check: CheckResult, run: Judged) -> str:
    """The command that runs this check once more."""
    began = run.recording.began
    again = run_line(began["profile"]["source"], began["url"])
    return f"{again} --check '{check.id}' --seed {began['seed']}"


def run_line(source: str, url: str | None, *more: str) -> str:
    """The command that judges this server by this profile; a bundled profile goes by its name."""
    profile = Path(source)
    name = profile.stem if profile.parent.name == "profiles" else str(profile)
    return shlex.join(["chat-conformance", "run", name, *(["--url", url] if url else []), *more])
