"""What is remembered of a run: made from its ``results.json``.

A finding is what a server does wrong: a check that failed, or a cause that only the stories of others ran into.  It
goes by its fingerprint.  What the suite or the environment did is no finding, and neither is what is blocked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.tracker.cells import plain
from conformance.tracker.model import UNPROVOKED, Build, Outcome, Run, Sighting
from conformance.verdict.decide import UNPROVOKED as NEVER_PROVOKED
from conformance.verdict.model import SERVER


def run_of(results: Mapping[str, Any], build: str | None = None) -> Run:
    """The line of the history that these results become; ``build`` says which build it was, where the server's own
    version does not."""
    run, server = results["run"], results["target"]["server"]
    return Run(
        id=run["id"],
        began=run["began"],
        build=Build(
            server=_name(server["name"]),
            version=_name(build or server["version"]),
            profile=plain(results["profile"]["name"]),
            contract=results["suite"]["contract_digest"],
            suite=plain(results["suite"]["version"]),
        ),
        seed=results["seed"],
        workers=run["workers"],
        intensity=run["intensity"],
        verdict=results["verdict"]["word"],
        counts=dict(results["counts"]),
        causes=sum(1 for cause in results["causes"] if cause["origin"] == SERVER),
        outcomes={check["id"]: _outcome(check) for check in results["checks"]},
        findings=_findings(results),
    )


def _name(said: str | None) -> str | None:
    """A name or version as far as it can be printed; ``None`` where nothing of it can."""
    return plain(said or "", 100) or None


def _outcome(check: Mapping[str, Any]) -> Outcome:
    word = check["outcome"]
    if word == "passed" and check["reason"].startswith(NEVER_PROVOKED):
        return Outcome(UNPROVOKED)
    if word in ("error", "inconclusive"):
        return Outcome(word, check["origin"], plain(check["reason"]))
    return Outcome(word)


def _findings(results: Mapping[str, Any]) -> dict[str, Sighting]:
    found: dict[str, Sighting] = {}
    for check in sorted(results["checks"], key=lambda check: str(check["id"])):
        failure = check["failure"]
        if check["outcome"] == "failed" and failure is not None:
            mark, before = failure["fingerprint"], found.get(failure["fingerprint"])
            checks = (*(before.checks if before else ()), check["id"])
            reason = before.reason if before else plain(check["reason"])
            found[mark] = Sighting(failure["clause"], checks, reason)
    for cause in results["causes"]:
        if cause["origin"] == SERVER and cause["fingerprint"] not in found:
            checks = _stories(cause["requirement"], results) or tuple(sorted(cause["failed"]))
            found[cause["fingerprint"]] = Sighting(cause["requirement"], checks, plain(cause["summary"]))
    return found


def _stories(clause: str, results: Mapping[str, Any]) -> tuple[str, ...]:
    """The checks of other clauses that ran into this one."""
    ran_into = (check for check in results["checks"] if check["failure"] and check["failure"]["clause"] == clause)
    return tuple(sorted(check["id"] for check in ran_into if check["outcome"] == "blocked"))
