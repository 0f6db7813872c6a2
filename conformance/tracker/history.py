"""The history: one line of JSON a run, oldest first, at most ``MOST`` of them (shape: ``history.schema.json``).

What each of 600 checks came to is kept in little: the most common outcome is said once, for every check that no other
one names; the list of checks stands in the first line that has it, and later ones name that run.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema_rs

from conformance.tracker.model import Build, Outcome, Run, Sighting
from conformance.tracker.standing import retold
from conformance.usage import UsageError

MOST = 200
"""Runs that are remembered."""


def with_runs(history: Sequence[Run], runs: Iterable[Run]) -> tuple[Run, ...]:
    """The history with these runs where their time is; one that it holds already changes nothing."""
    known = {run.id: run for run in history}
    for run in runs:
        known.setdefault(run.id, run)
    return retold(sorted(known.values(), key=lambda run: run.began))[-MOST:]


def written(history: Sequence[Run]) -> str:
    """The history as text."""
    first: dict[tuple[str, ...], str] = {}
    rows = []
    for run in history:
        checks = tuple(run.outcomes)
        same = first.setdefault(checks, run.id)
        rows.append(json.dumps(_row(run, list(checks) if same == run.id else same)))
    return "".join(f"{row}\n" for row in rows)


def _row(run: Run, checks: list[str] | str) -> dict[str, Any]:
    build = run.build
    return {
        "run": run.id,
        "began": run.began,
        "server": build.server,
        "build": build.version,
        "profile": build.profile,
        "contract": build.contract,
        "suite": build.suite,
        "seed": run.seed,
        "workers": run.workers,
        "intensity": run.intensity,
        "verdict": run.verdict,
        "causes": run.causes,
        "counts": dict(run.counts),
        "outcomes": _grouped(run.outcomes),
        "findings": {mark: asdict(found) for mark, found in run.findings.items()},
        "checks": checks,
    }


def _grouped(outcomes: Mapping[str, Outcome]) -> list[dict[str, Any]]:
    """The checks by outcome, the most common one first and without its checks: it is that of all that are not named."""
    groups: dict[Outcome, list[str]] = defaultdict(list)
    for check, outcome in outcomes.items():
        groups[outcome].append(check)
    most_first = sorted(groups.items(), key=lambda group: -len(group[1]))
    return [_group(outcome, checks if number else []) for number, (outcome, checks) in enumerate(most_first)]


def _group(outcome: Outcome, checks: list[str]) -> dict[str, Any]:
    """Without what goes without saying."""
    said = {"reason": outcome.reason, "origin": outcome.origin if outcome.origin != "server" else "", "checks": checks}
    return {"outcome": outcome.word, **{key: value for key, value in said.items() if value}}


def read(text: str, where: str) -> tuple[Run, ...]:
    """What :func:`written` wrote; raises :class:`UsageError` that names the line of ``where``."""
    lines = [(f"{where}:{number}", line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    rows = [(place, _checked(line, place)) for place, line in lines]
    lists = {row["run"]: row["checks"] for _, row in rows if isinstance(row["checks"], list)}
    runs: dict[str, Run] = {}
    for place, row in rows:
        if row["run"] in runs:
            raise UsageError(f"{place}: the run {row['run']!r} stands here again; take one of its lines out")
        runs[row["run"]] = _run(row, lists, place)
    return tuple(runs.values())


def line_of(run: str, text: str, where: str) -> str:
    """The line of ``where`` that tells of a run, in a text that :func:`read` has read."""
    lines = ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())
    return next((f"{where}:{number}" for number, line in lines if json.loads(line)["run"] == run), where)


def _checked(line: str, where: str) -> dict[str, Any]:
    mend = "take the line out, or bring the file back from version control"
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{where}: is no line of a history (no JSON); {mend}") from error
    if (problem := next(_schema().iter_errors(row), None)) is not None:
        place = "/".join(map(str, problem.instance_path))
        why = "".join(c if c.isprintable() else " " for c in f"{place}: {problem.message}"[:160])
        raise UsageError(f"{where}: is no line of a history ({why}); {mend}")
    return dict(row)


def _run(row: Mapping[str, Any], lists: Mapping[str, list[str]], where: str) -> Run:
    checks = row["checks"] if isinstance(row["checks"], list) else lists.get(row["checks"])
    if checks is None:
        raise UsageError(f"{where}: the run whose checks it shares is not in the file; bring that line back")
    build = Build(row["server"], row["build"], row["profile"], row["contract"], row["suite"])
    plain = {key: row[key] for key in ("began", "seed", "workers", "intensity", "verdict", "counts", "causes")}
    found = {mark: Sighting(**{**one, "checks": tuple(one["checks"])}) for mark, one in row["findings"].items()}
    return Run(id=row["run"], build=build, outcomes=_ungrouped(row["outcomes"], checks), findings=found, **plain)


def _ungrouped(groups: Sequence[Mapping[str, Any]], checks: Sequence[str]) -> dict[str, Outcome]:
    outcomes = [Outcome(one["outcome"], one.get("origin", "server"), one.get("reason", "")) for one in groups]
    named = {name: outcome for one, outcome in zip(groups, outcomes, strict=True) for name in one.get("checks", ())}
    return {check: named.get(check, outcomes[0]) for check in checks if outcomes}


@cache
def _schema() -> jsonschema_rs.Draft202012Validator:
    text = (files("conformance.tracker") / "history.schema.json").read_text(encoding="utf-8")
    return jsonschema_rs.Draft202012Validator(json.loads(text))
