"""PURE: the run as a whole: what was judged, and what may be said of the server after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from conformance.report.components import components, is_broken
from conformance.report.ladder import Row, ladder_of
from conformance.report.narrative.facts import causes_of, missed, server
from conformance.report.narrative.words import at_the_beginning, listed, sentence, short
from conformance.report.plan import fixes
from conformance.verdict.causes import plural
from conformance.verdict.decide import NOT_SELECTED
from conformance.verdict.model import ENVIRONMENT, SUITE

REASONS_TOLD = 3
"""Of the reasons for which checks gave no answer, the most frequent are told."""


def summary(results: Row) -> list[str]:
    """What was judged and what follows, in a few sentences."""
    unreached = causes_of(results, ENVIRONMENT)
    if unreached:
        name, every = unreached[0]["requirement"], len(components(results))
        return [
            f"Nothing is known of {server(results)}: {short(unreached[0]['summary'])}",
            f"None of {every} components could be judged before {name} holds.",
        ]
    found = [*_broken(results), *_unheeded(results), *_suite_faults(results), *_unanswered(results)]
    return found or [_kept(results)]


def conclusion(results: Row) -> str:
    """What may be said of the server after this run."""
    about, word, judged_by = at_the_beginning(server(results)), results["verdict"]["word"], _judged_by(results)
    unreached = causes_of(results, ENVIRONMENT)
    if unreached:
        first = unreached[0]["requirement"]
        return f"Whether {server(results)} conforms to {judged_by} is open: {first} has to hold first."
    done = f"{_seen_kept(results)} of {len(results['requirements'])} requirements were seen kept{_unprovoked(results)}"
    if word == "non-conformant":
        broken = [row["id"] for row in results["requirements"] if is_broken(row, results)]
        return f"{about} does not conform to {judged_by} because of {listed(broken)}: {done}{_left(results)}."
    if word == "conformant":
        return f"{about} conforms to {judged_by} as far as seed {results['seed']} tried it: {done}."
    return f"{about} cannot be called conformant to {judged_by} after this run: {done}{_left(results)}."


def _broken(results: Row) -> list[str]:
    broken = [fix.id for fix in fixes(results) if fix.id not in results["advice"]]
    if not broken:
        return []
    ladder = ladder_of(results)
    waiting = sum(1 for causes in ladder.waiting.values() if causes)
    wait = f"; {plural(waiting, 'other requirement')} could not be judged for that reason" if waiting else ""
    many = "1 requirement is broken by itself" if len(broken) == 1 else f"{len(broken)} requirements are broken"
    meaning = sentence(ladder.requirements[broken[0]]["impact"])
    return [f"{many}: {listed(broken)}{wait}.", f"What {broken[0]} means for people: {meaning}"]


def _unheeded(results: Row) -> list[str]:
    """Advice and service levels, which fail nobody."""
    advice, levels = results["advice"], missed(results)
    return [
        *([f"Advice that {server(results)} does not follow: {listed(advice)}."] if advice else []),
        *([f"Service levels that {server(results)} missed: {listed(levels)}."] if levels else []),
    ]


def _suite_faults(results: Row) -> list[str]:
    return [
        f"The suite itself failed at {listed(cause['failed'] or [cause['requirement']])}: {short(cause['summary'])}"
        for cause in causes_of(results, SUITE)
    ]


def _unanswered(results: Row) -> list[str]:
    silent = [check for check in results["checks"] if check["outcome"] in ("inconclusive", "not_run")]
    rows = [check for check in silent if check["reason"] != NOT_SELECTED]
    reasons = Counter(check["reason"] for check in rows)
    return [
        f"{plural(count, 'check')} gave no answer ({listed(_ids(rows, reason))}): {short(reason)}"
        for reason, count in reasons.most_common(REASONS_TOLD)
    ]


def _kept(results: Row) -> str:
    kept, checks = plural(_seen_kept(results), "requirement"), plural(results["counts"]["passed"], "check")
    who, never = at_the_beginning(server(results)), _unprovoked(results)
    return f"{who} kept everything that was asked of it: {kept} of {_judged_by(results)}, as {checks} saw{never}."


def _seen_kept(results: Row) -> int:
    return _count(results, "passed") - len(results["never_provoked"])


def _unprovoked(results: Row) -> str:
    """What counts as kept although nobody saw it: what it speaks of never came about."""
    count = len(results["never_provoked"])
    return f", {count} {'was' if count == 1 else 'were'} never provoked" if count else ""


def _left(results: Row) -> str:
    count = _count(results, "blocked", "inconclusive", "not_run", "error")
    return f", and {plural(count, 'other')} {'was' if count == 1 else 'were'} not judged" if count else ""


def _judged_by(results: Row) -> str:
    without = sorted(results["profile"]["without"])
    limited = f" without {' and '.join(without)}" if without else ""
    return f"{results['profile']['name']} {results['suite']['contract_version']}{limited}"


def _count(results: Row, *outcomes: str) -> int:
    return sum(1 for row in results["requirements"] if row["outcome"] in outcomes)


def _ids(checks: Sequence[Row], reason: str) -> list[str]:
    return [check["id"] for check in checks if check["reason"] == reason]
