"""The tables of the tracker: modules and what fails in them, and what is flaky, unclear, fixed, or set aside."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from conformance.contract.manifest import ManifestEntry
from conformance.tracker.cells import text
from conformance.tracker.flaky import Flaky
from conformance.tracker.source import Row, Source, named, status
from conformance.tracker.standing import Standing
from conformance.verdict.causes import plural
from conformance.verdict.fingerprint import fingerprint
from conformance.verdict.model import ENVIRONMENT, OUTCOMES, SUITE

COLUMNS = {
    "unit": ("Module", "Check", "Reason", "Priority", "Status"),
    "integration": ("Module", "Check", "Reason", "Priority", "Status"),
    "performance": ("Module", "Check", "Expected", "Actual", "Priority", "Status"),
    "security": ("Module", "Check", "Vulnerability", "Severity", "Status"),
    "reliability": ("Module", "Check", "Failure scenario", "Impact", "Status"),
    "e2e": ("Module", "Check", "Failure scenario", "Impact", "Status"),
    "flaky": ("Check", "Rate", "What differs", "Whose", "Mitigation"),
    "environment": ("What", "Checks", "Reason"),
    "suite": ("Requirement", "Checks", "What the suite did"),
    "fixed": ("Requirement", "Check", "What was seen", "First seen", "Last seen"),
    "aside": ("Part", "Row"),
}
"""What each table says, before the columns that belong to people."""

KEPT_FIXED = 20
"""Judged runs for which a finding that is fixed is listed as such; its words are kept after that, too."""

_WHOSE = {"server": "the server", "suite": "the suite", "environment": "the environment"}


def tables(source: Source) -> dict[str, list[Row]]:
    """Every table's rows, by part."""
    found = {
        **_failures(source),
        "flaky": [_flaky(one, source) for one in source.flaky],
        "environment": list(_environment(source)),
        "suite": list(_suite(source)),
        "fixed": [_fixed(one, source) for one in _lately_fixed(source)],
    }
    shown = {row.id for rows in found.values() for row in rows}
    return {**found, "aside": list(_aside(source, shown))}


# -- what fails, by category and module -------------------------------------------------------------------------------


def _failures(source: Source) -> dict[str, list[Row]]:
    """The six tables of what fails: each module with something to tell, with its counts, and under it what its checks
    found; all other modules are the last row."""
    modules: dict[str, dict[str, Counter[str]]] = {name: {} for name, columns in COLUMNS.items() if "Status" in columns}
    homes = {check["id"]: (check["category"], module(check, source.manifest)) for check in source.results["checks"]}
    for check in source.results["checks"]:
        category, name = homes[check["id"]]
        modules[category].setdefault(name, Counter())[check["outcome"]] += 1
    findings: dict[tuple[str, str], list[Standing]] = defaultdict(list)
    for one in source.open():
        lost = (source.requirement(one.clause)["category"], "(no longer in the suite)")
        home = next((homes[name] for name in sorted(one.checks) if name in homes), lost)
        modules[home[0]].setdefault(home[1], Counter())
        findings[home].append(one)
    return {
        category: list(_of_category(category, sorted(found.items()), findings, source))
        for category, found in modules.items()
    }


_TELLING = ("failed", "error", "inconclusive")
"""Outcomes by which a module has something to tell; what is blocked or was not run is told where its reason is."""


def _of_category(
    category: str,
    found: Sequence[tuple[str, Counter[str]]],
    findings: Mapping[tuple[str, str], Sequence[Standing]],
    source: Source,
) -> Iterator[Row]:
    """A module's row stands by itself, too, where somebody has written into it."""
    others: list[Counter[str]] = []
    for name, outcomes in found:
        row, mine = _module(category, name, outcomes, source), findings.get((category, name), ())
        if mine or any(row.words) or any(outcomes[word] for word in _TELLING):
            yield row
            yield from (_finding(category, name, one, source) for one in mine)
        else:
            others.append(outcomes)
    if others:
        word = "other module" if len(others) < len(found) else "module"
        outcomes = sum(others, Counter[str]())
        yield _counted(_mark("modules", category), category, plural(len(others), word), outcomes, source)


def module(check: Mapping[str, Any], manifest: Mapping[str, ManifestEntry]) -> str:
    """The module that holds a check; where the controller carries it, its phase."""
    entry = manifest.get(check["id"])
    if entry is None:
        return "(unknown to this suite)"
    return entry.where.partition("::")[0] if entry.where else f"({entry.phase})"


def _module(category: str, name: str, outcomes: Counter[str], source: Source) -> Row:
    return _counted(_mark("module", category, name), category, name, outcomes, source)


def _mark(*names: str) -> str:
    return hashlib.sha256("\n".join(names).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _counted(mark: str, category: str, name: str, outcomes: Counter[str], source: Source) -> Row:
    """The row of one module or of several: how many checks they have, and what became of them."""
    counts = ", ".join(f"{outcomes[word]} {word.replace('_', ' ')}" for word in OUTCOMES if outcomes[word])
    blank = [""] * (len(COLUMNS[category]) - 3)
    return source.row(mark, f"**{name}**", plural(outcomes.total(), "check"), counts, *blank)


def _finding(category: str, name: str, one: Standing, source: Source) -> Row:
    entry = source.requirement(one.clause)
    seen, impact, priority = f"{one.clause}: {text(one.reason)}", text(entry["impact"]), source.priority(one.clause)
    said = {
        "performance": (f"{one.clause}: {text(entry['statement'])}", text(one.reason), priority),
        "security": (f"{impact} {seen}".strip(), priority),
        "reliability": (seen, impact),
        "e2e": (seen, impact),
    }.get(category, (seen, priority))
    return source.row(one.fingerprint, name, named(one.checks), *said, status(one))


# -- everything else --------------------------------------------------------------------------------------------------


def _flaky(one: Flaky, source: Source) -> Row:
    mark = _mark("flaky", one.check)
    counts = ", ".join(f"{word} {count}" for word, count in sorted(one.outcomes.items()))
    rate = f"{one.odd} of {one.runs} runs ({counts})"
    return source.row(mark, named([one.check]), rate, text(one.why), _WHOSE[one.origin], text(one.mitigation))


def _environment(source: Source) -> Iterator[Row]:
    """What could not be reached, what could not be told and why, and what the run says of itself."""
    for cause in source.results["causes"]:
        if cause["origin"] == ENVIRONMENT:
            blocked = f"{named(cause['failed'])}; {plural(len(cause['blocked']), 'requirement')} blocked"
            yield source.row(cause["fingerprint"], cause["requirement"], blocked, text(cause["summary"]))
    unclear: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for check in source.results["checks"]:
        if check["outcome"] == "inconclusive":
            unclear[fingerprint("INCONCLUSIVE", None, check["reason"])].append(check)
    for mark, checks in unclear.items():
        yield source.row(mark, "could not tell", named(one["id"] for one in checks), text(checks[0]["reason"]))
    for note in dict.fromkeys(source.results["notes"]):
        yield source.row(fingerprint("NOTE", None, note), "a note of the run", "", text(note))


def _suite(source: Source) -> Iterator[Row]:
    for cause in source.results["causes"]:
        if cause["origin"] == SUITE:
            yield source.row(cause["fingerprint"], cause["requirement"], named(cause["failed"]), text(cause["summary"]))


def _lately_fixed(source: Source) -> list[Standing]:
    found = [one for one in source.standings.values() if not one.open and one.alike <= KEPT_FIXED]
    return sorted(found, key=lambda one: (one.last, one.clause, one.fingerprint), reverse=True)


def _fixed(one: Standing, source: Source) -> Row:
    return source.row(one.fingerprint, one.clause, named(one.checks), text(one.reason), one.first[:10], one.last[:10])


def _aside(source: Source, shown: set[str]) -> Iterator[Row]:
    """Words whose row is gone: they come back with it."""
    for mark, words in sorted(source.words.items()):
        if words and mark not in shown:
            yield source.row(mark, words.part, words.was)
