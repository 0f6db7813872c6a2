"""PURE: the causes: what shows each, what waits for it, where to look, and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from conformance.report.components import components, is_broken
from conformance.report.ladder import Row, ladder_of
from conformance.report.narrative.facts import missed
from conformance.report.narrative.words import judgeable, listed, sentence, short, titles
from conformance.report.plan import Fix
from conformance.report.remedies import remedy
from conformance.verdict.causes import plural
from conformance.verdict.model import ENVIRONMENT

UNKNOWN_SHOWN = 3
"""Of what waits for a cause, the impact of the most severe is told; the rest is named."""


def shown_by(cause: Row, results: Row) -> str:
    """Which checks show that a requirement is broken."""
    name, own = cause["requirement"], cause["failed"]
    all_own = ladder_of(results).requirements[name]["checks"]
    if cause["in_passing"]:
        return f"The checks of {name} itself saw it kept; it broke on the way of {listed(_met_by(name, results))}."
    if own:
        return f"{len(own)} of {plural(len(all_own), 'check')} of {name}: {listed(own)}."
    return f"No check of {name} itself; it broke on the way of {listed(_met_by(name, results))}."


def waits(cause: Row, results: Row) -> str | None:
    """What could not be judged because of a cause; ``None`` where nothing waits for it."""
    ladder, name = ladder_of(results), cause["requirement"]
    mine, alone = ladder.waits_for(name), len(ladder.freed({name}))
    if not mine:
        return None
    if cause["origin"] == ENVIRONMENT:
        return f"Everything else stands on {name}: {plural(len(mine), 'requirement')} could not be judged."
    also = f", {alone or 'none'} of them for nothing else" if alone < len(mine) else ""
    return f"{plural(len(mine), 'requirement')}{also}, of {titles(mine, results)}: {listed(mine)}."


def recommendation(fix: Fix, results: Row) -> str:
    """Where to look, in the registry's words, and what that lets be judged."""
    row = ladder_of(results).requirements[fix.id]
    then = f" Once {fix.id} holds, {judgeable(fix.frees, results)}." if fix.frees else ""
    both = f" {listed(fix.shares)} {_wait(fix.shares)} for {fix.id} and for others." if fix.shares else ""
    return f"{fix.id} ({row['severity']}): {sentence(remedy(row, results))}{then}{both}"


def levels_missed(results: Row) -> list[str]:
    """Each service level that was missed: what was measured, and where to look."""
    rows = [row for row in results["requirements"] if row["id"] in missed(results)]
    return [f"{row['id']}: {short(row['reason'])} {sentence(row['remedy'])}" for row in rows]


def unknown(cause: Row, results: Row) -> list[str]:
    """What cannot be known of people's days while a cause is broken: the most severe in words, the others by name."""
    ladder, name = ladder_of(results), cause["requirement"]
    mine = [ladder.requirements[one] for one in ladder.waits_for(name)]
    worst = sorted(mine, key=lambda row: (row["severity"], row["id"]))
    told = [
        f"{row['id']} ({row['severity']}) cannot be known while {_failing(ladder.waiting[row['id']])}: "
        f"{sentence(row['impact'])}"
        for row in worst[:UNKNOWN_SHOWN]
    ]
    rest = [row["id"] for row in worst[UNKNOWN_SHOWN:]]
    return [*told, f"Nor can {listed(rest)} be known while {name} fails."] if rest else told


def stakes(results: Row) -> list[str]:
    """What the vendor's profile says hangs on what really failed, in its own words."""
    impact = results["profile"]["impact"]
    failed = [row for row in results["requirements"] if is_broken(row, results)]
    failing = [(one.title, impact["groups"].get(one.id)) for one in components(results) if one.state == "failing"]
    named = [(row["id"], impact["requirements"].get(row["id"])) for row in failed]
    severe = [
        (f"{severity} ({listed(row['id'] for row in failed if row['severity'] == severity)})", stake)
        for severity, stake in sorted(impact["severities"].items())
        if any(row["severity"] == severity for row in failed)
    ]
    said = [(what, _said(stake)) for what, stake in (*failing, *named, *severe) if stake is not None]
    return [f"{what} fails, and as the profile says: {words}." for what, words in said]


def _failing(causes: Iterable[str]) -> str:
    names = sorted(causes)
    return f"{listed(names)} {'fails' if len(names) == 1 else 'fail'}"


def _wait(names: Sequence[str]) -> str:
    return "waits" if len(names) == 1 else "wait"


def _said(stake: Row) -> str:
    return "; ".join(f"{name}: {stake[name]}" for name in ("revenue", "customers") if stake[name])


def _met_by(clause: str, results: Row) -> list[str]:
    """The checks that found a clause broken, whether it was theirs or not."""
    return [check["id"] for check in results["checks"]
            if any(one["clause"] == clause and not one["holds"] for one in check["observed"])]  # fmt: skip
