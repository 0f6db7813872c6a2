"""Writes a run's report: ``results.json`` first, then everything that is rendered from it."""

from __future__ import annotations

import json
import os
import platform
import re
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import conformance
from conformance.contract.manifest import ManifestEntry
from conformance.contract.registry import CONTRACT_VERSION, Registry
from conformance.recorder.events import Event
from conformance.recorder.secrets import Secrets
from conformance.report import budgets, evidence, junit, markdown
from conformance.target.profile import Profile
from conformance.verdict.model import CheckResult, Verdict

_PACKAGES = ("pytest", "hypothesis", "httpx", "websockets", "schemathesis", "quart", "uvicorn")


@dataclass(frozen=True, slots=True)
class RunFacts:
    """Everything that a report is made from."""

    verdict: Verdict
    registry: Registry
    manifest: Mapping[str, ManifestEntry]
    events: Sequence[Event]
    run: str
    profile: Profile
    url: str | None
    server: Mapping[str, Any]
    seed: int
    intensity: float
    workers: int
    began: float
    duration_s: float
    interrupted: bool
    phases: Mapping[str, float]
    server_log: Sequence[str]
    secrets: Secrets


def write_report(folder: Path, facts: RunFacts) -> None:
    """Write every file of the report into a folder that nobody reads yet."""
    results = facts.secrets.hide(build(facts))
    text = json.dumps(results, indent=1, ensure_ascii=False)
    # Lone surrogates that a server sent cannot be written as UTF-8; they are escaped as JSON allows.
    (folder / "results.json").write_text(_escaped(text), encoding="utf-8")
    (folder / "report.md").write_text(_escaped(markdown.render(results)), encoding="utf-8")
    junit.write(folder / "junit.xml", results)
    for log in folder.glob("*.log"):
        cleared = facts.secrets.hide(log.read_text(encoding="utf-8", errors="replace"))
        log.write_text(cleared, encoding="utf-8")


def _escaped(text: str) -> str:
    return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found.group()):04x}", text)


def build(facts: RunFacts) -> dict[str, Any]:
    """``results.json`` as plain values (shape: ``report/results.schema.json``)."""
    verdict = facts.verdict
    checks = _checks(facts)
    return {
        "suite": {
            "version": conformance.__version__,
            "contract_version": CONTRACT_VERSION,
            "contract_digest": facts.registry.digest,
        },
        "run": {
            "id": facts.run,
            "began": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(facts.began)),
            "interrupted": facts.interrupted,
            "workers": facts.workers,
            "intensity": facts.intensity,
            "phases_s": dict(facts.phases),
        },
        "target": {"url": facts.url, "launched": facts.profile.launches and facts.url is None, **_server(facts)},
        "profile": {"name": facts.profile.profile.name, "source": facts.profile.source,
                    "demands": list(facts.profile.profile.capabilities),
                    "without": dict(facts.profile.scope.without)},
        "seed": facts.seed,
        "duration_s": facts.duration_s,
        "environment": environment(),
        "verdict": {"word": verdict.word, "sentence": verdict.sentence, "exit_status": verdict.exit_status},
        "service_levels": dict(verdict.service_levels),
        "counts": dict(verdict.counts),
        "advice": list(verdict.advice),
        "never_provoked": list(verdict.never_provoked),
        "notes": list(verdict.notes),
        "drafts": sum(1 for entry in facts.registry.requirements.values() if entry.draft),
        "causes": [asdict(cause) for cause in verdict.causes],
        "requirements": [_requirement(result, facts.registry) for result in verdict.requirements],
        "budgets": budgets.held_against(checks, facts.intensity, facts.duration_s),
        "checks": checks,
    }  # fmt: skip


def environment() -> dict[str, Any]:
    """The machine and the versions that a result depends on."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}",
        "machine": platform.machine(),
        "cpus": os.cpu_count(),
        "packages": {name: found for name in _PACKAGES if (found := _version(name))},
        "executable": Path(sys.executable).name,
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _server(facts: RunFacts) -> dict[str, Any]:
    named = {key: facts.server.get(key) for key in ("name", "version")}
    return {"server": {key: value if isinstance(value, str) else None for key, value in named.items()}}


def _requirement(result: Any, registry: Registry) -> dict[str, Any]:
    entry = registry[result.id]
    return {
        "id": result.id,
        "level": entry.level,
        "severity": entry.severity,
        "category": entry.category,
        "groups": list(entry.groups),
        "statement": entry.statement,
        "outcome": result.outcome,
        "reason": result.reason,
        "origin": result.origin,
        "checks": list(result.checks),
        "blocked_by": result.blocked_by,
    }


def _checks(facts: RunFacts) -> list[dict[str, Any]]:
    by_check: dict[str, list[Event]] = defaultdict(list)
    for event in facts.events:
        if event.check is not None:
            by_check[event.check].append(event)
    return [_check(check, facts, by_check[check.id]) for check in facts.verdict.checks]


def _check(check: CheckResult, facts: RunFacts, events: Sequence[Event]) -> dict[str, Any]:
    failed = check.outcome in ("failed", "error", "inconclusive") or (check.outcome == "blocked" and events)
    log = [line for line in facts.server_log if f"check={check.id} " in f"{line} "] if failed else []
    return {
        "id": check.id,
        "requirements": list(check.requirements),
        "category": facts.registry[check.requirements[0]].category,
        "phase": facts.manifest[check.id].phase,
        "outcome": check.outcome,
        "reason": check.reason,
        "origin": check.origin,
        "blocked_by": check.blocked_by,
        "raw": check.raw.outcome if check.raw is not None else None,
        "duration_s": check.raw.duration_s if check.raw is not None else 0.0,
        "observed": evidence.observed(check),
        "failure": evidence.failure(check, facts.registry, events, log, _reproduce(check, facts)) if failed else None,
    }


def _reproduce(check: CheckResult, facts: RunFacts) -> str:
    profile = Path(facts.profile.source)
    name = profile.stem if profile.parent.name == "profiles" else str(profile)
    url = f" --url {facts.url}" if facts.url else ""
    return f"chat-conformance run {name}{url} --requirement {check.requirements[0]} --seed {facts.seed}"
