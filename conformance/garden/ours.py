"""The suite's own results: their causes are causes already, and the contract has given them a severity.

They stand in ``results.json``, and what is told of them here in the suite's ``junit.xml`` too: one run is the same
worklog, whichever of the two is given.

Members are read by name and only where they are needed, so that a report of a younger suite can be read as well.
Budgets are not read at all: they say what the suite's own authors wish a run to cost, and nothing of any server.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from conformance.garden import text
from conformance.garden.model import Blocked, Case, Evidence, Finding, Kind, Origin, Reading
from conformance.usage import UsageError

_ORIGINS = {"server": Origin.SERVER, "environment": Origin.ENVIRONMENT, "suite": Origin.SUITE}
_SEVERITIES = ("P0", "P1", "P2", "P3")


def read(path: Path, source: str, content: str) -> Reading:
    """A results.json as a reading; raises :class:`UsageError` for JSON that is none."""
    try:
        results = json.loads(content)
    except ValueError as error:
        raise UsageError(f"{path}: is no JSON that can be read: {text.one_line(str(error), 100)}") from error
    except RecursionError as error:
        raise UsageError(f"{path}: is no results.json: it is nested too deep to be read") from error
    if not isinstance(results, dict) or not isinstance(results.get("causes"), list):
        raise UsageError(
            f"{path}: is no results.json of this suite: it has no list of causes; "
            "give results.json, JUnit XML, printed test output, or a folder of tests"
        )
    return reading_of(source, results)


def reading_of(source: str, results: Mapping[str, Any]) -> Reading:
    """What the members of a results.json say, as far as they are there."""
    checks = {_string(row, "id"): row for row in _rows(results, "checks")}
    requirements = {_string(row, "id"): row for row in _rows(results, "requirements")}
    causes = tuple(_cause(source, row, checks, requirements) for row in _rows(results, "causes"))
    return Reading(
        source,
        "results",
        # Reds are the causes' already; passes are what shows that another report's red is flaky.
        tuple(Case(name, "passed", source) for name, row in checks.items() if _string(row, "outcome") == "passed"),
        (*causes, *_undecided(source, checks)),
        counts=_counts(results),
    )


def _cause(
    source: str, cause: Mapping[str, Any], checks: Mapping[str, Any], requirements: Mapping[str, Any]
) -> Finding:
    name, origin = _string(cause, "requirement"), _ORIGINS.get(_string(cause, "origin"), Origin.UNKNOWN)
    failed = _strings(cause, "failed")
    shown = [failure for check in failed if isinstance(failure := checks.get(check, {}).get("failure"), dict)]
    blocked = _strings(cause, "blocked")
    severity = _string(cause, "severity")
    return Finding(
        Kind.INFRASTRUCTURE if origin is Origin.ENVIRONMENT else Kind.FAILING,
        ("requirement", name, origin),
        f"{name}: {_string(cause, 'summary')}",
        "contract: a cause of the suite's own verdict",
        origin,
        tuple(Evidence(f"{source}: check {check}", text.one_line(_why(checks.get(check)))) for check in failed),
        tuple(failed),
        tuple(_blocked(one, requirements) for one in blocked),
        tuple(line for line in (text.one_line(_string(requirements.get(name, {}), "statement")),) if line),
        next((text.one_line(_string(one, "reproduce")) for one in shown), ""),
        _NEXT[origin],
        severity if severity in _SEVERITIES else None,
    )


_NEXT = {
    Origin.SERVER: "Mend the server where it breaks this requirement, and repeat the line above.",
    Origin.ENVIRONMENT: "Mend the environment and run again; nothing is known about the server.",
    Origin.SUITE: "This is the suite's own fault: report it to whoever keeps the suite.",
    Origin.UNKNOWN: "See the report of the run.",
}


def _blocked(name: str, requirements: Mapping[str, Any]) -> Blocked:
    checks = requirements.get(name, {}).get("checks")
    return Blocked(text.one_line(name), len(checks) if isinstance(checks, list) else None)


def _why(check: Mapping[str, Any] | None) -> str:
    return _string(check, "reason") if check else ""


def _undecided(source: str, checks: Mapping[str, Any]) -> Iterator[Finding]:
    """Inconclusive checks, by what kept them from an answer: unknown, not no."""
    for name, row in checks.items():
        if _string(row, "outcome") == "inconclusive":
            reason = _string(row, "reason")
            failure = row.get("failure")
            yield Finding(
                Kind.INFRASTRUCTURE,
                ("inconclusive", text.normalised(reason)),
                f"Without an answer: {reason}",
                "inconclusive: checks that could not tell, for one reason",
                Origin.ENVIRONMENT,
                (Evidence(f"{source}: check {name}", text.one_line(reason)),),
                (name,),
                reproduce=text.one_line(_string(failure, "reproduce")) if isinstance(failure, dict) else "",
                next_step="Run again on a quieter machine; what these checks judge is unknown until then.",
            )


def _counts(results: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    counts = results.get("counts")
    pairs = counts.items() if isinstance(counts, dict) else ()
    return tuple((text.one_line(key, 40), value) for key, value in pairs if isinstance(value, int) and value)


def _rows(results: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = results.get(name)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def _strings(row: Mapping[str, Any], name: str) -> Sequence[str]:
    found = row.get(name)
    return [text.one_line(one) for one in found if isinstance(one, str)] if isinstance(found, list) else []


def _string(row: Mapping[str, Any], name: str) -> str:
    found = row.get(name)
    return text.one_line(found) if isinstance(found, str) else ""
