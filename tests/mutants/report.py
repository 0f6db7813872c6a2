"""What a round of mutants says of the suite.  Pure: rows and judgements in, figures and a page out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

CAUGHT = ("caught", "at start", "timed out")
"""Ends that a vendor would have heard of: a check failed, the server did not start, or never let the suite finish."""
UNSEEN = "survived"
EXCUSED = ("equivalent", "freedom")
"""Judgements by which a survivor is no gap: nothing changes, or nothing that the contract promises."""
VERDICTS = (*EXCUSED, "check")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What somebody who read the code says of a survivor."""

    verdict: str
    why: str
    digest: str


def ended(status: int | None, said: Mapping[str, Any] | None) -> tuple[str, str]:
    """How a run of the suite ended, and by what: from its exit status (None: it did not end) and its results."""
    if status is None:
        return "timed out", "no end within the time that it was given"
    if said is None:
        return "undecided", f"exit status {status} and no report"
    checks = {check["id"]: check["outcome"] for check in said["checks"]}
    if said["causes"] and status != 3:  # broken advice is seen too, though no run fails by it
        red = [name for name, outcome in checks.items() if outcome == "failed"]
        # What a story needed on its way may be all that broke.
        red = red or [name for name, outcome in checks.items() if outcome == "blocked"]
        return "caught", f"{said['causes'][0]['requirement']} by {', '.join(red[:3])}"
    odd = [f"{name} {outcome}" for name, outcome in checks.items() if outcome in ("error", "inconclusive", "blocked")]
    return {0: UNSEEN, 3: "at start"}.get(status, "undecided"), "; ".join(odd[:3])


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share, after Wilson: it holds for small numbers and near 0 and 1."""
    if of == 0:
        return (0.0, 1.0)
    share, square = hits / of, z * z / of
    middle = (share + square / 2) / (1 + square)
    half = z / (1 + square) * math.sqrt(share * (1 - share) / of + square / (4 * of))
    return (max(0.0, middle - half), min(1.0, middle + half))


def judged(entries: Mapping[str, Mapping[str, str]]) -> dict[str, Judgement]:
    """The committed judgements; raises ValueError for a verdict that there is not."""
    for name, entry in entries.items():
        if entry["verdict"] not in VERDICTS:
            raise ValueError(f"{name}: {entry['verdict']!r} is no verdict; there are {', '.join(VERDICTS)}")
    return {name: Judgement(**entry) for name, entry in entries.items()}


def verdict_on(row: Row, judgements: Mapping[str, Judgement]) -> str:
    """The judgement of a survivor; one on code that has changed since counts no more."""
    found = judgements.get(row["id"])
    return found.verdict if found is not None and found.digest == row["digest"] else "unjudged"


def share(rows: Iterable[Row], judgements: Mapping[str, Judgement]) -> dict[str, Any]:
    """How many of these count, and how many of those were caught."""
    rows = list(rows)
    caught = sum(row["outcome"] in CAUGHT for row in rows)
    gaps = sum(row["outcome"] == UNSEEN and verdict_on(row, judgements) not in EXCUSED for row in rows)
    low, high = wilson(caught, caught + gaps)
    return {
        "tried": len(rows),
        "counted": caught + gaps,
        "caught": caught,
        "share": round(caught / (caught + gaps), 4) if caught + gaps else None,
        "interval_95": [round(low, 4), round(high, 4)],
    }


def summary(rows: Sequence[Row], judgements: Mapping[str, Judgement], population: int, seed: int) -> dict[str, Any]:
    """All figures of a round."""
    survivors = [row for row in rows if row["outcome"] == UNSEEN]
    return {
        "population": population,
        "seed": seed,
        **share(rows, judgements),
        "raw": share(rows, {}),
        "outcomes": counted(row["outcome"] for row in rows),
        "survivors_by_judgement": counted(verdict_on(row, judgements) for row in survivors),
        "survivors_never_reached": sum(not row["reached"] for row in survivors),
        "by_operator": {name: share(some, judgements) for name, some in grouped(rows, "operator").items()},
        "by_module": {name: share(some, judgements) for name, some in grouped(rows, "module").items()},
        "survivors": [
            {**row, "verdict": verdict_on(row, judgements), "why": reason(row, judgements)} for row in survivors
        ],
        "undecided": [row for row in rows if row["outcome"] == "undecided"],
        "rows": list(rows),
    }


def reason(row: Row, judgements: Mapping[str, Judgement]) -> str:
    """Why a survivor is judged as it is."""
    return judgements[row["id"]].why if verdict_on(row, judgements) != "unjudged" else ""


def counted(words: Iterable[str]) -> dict[str, int]:
    """How often each word comes, the most frequent first."""
    found: dict[str, int] = {}
    for word in words:
        found[word] = found.get(word, 0) + 1
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def grouped(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    """The rows by one of their members, sorted."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[key], []).append(row)
    return dict(sorted(found.items()))


def percent(figures: Mapping[str, Any]) -> str:
    """A share with its interval, for people."""
    if figures["share"] is None:
        return "-"
    low, high = figures["interval_95"]
    return f"{figures['share']:.1%} ({low:.0%} to {high:.0%})"


def markdown(figures: Mapping[str, Any]) -> str:
    """The page."""
    raw, outcomes = figures["raw"], figures["outcomes"]
    lines = [
        "# Mutants",
        "",
        "Random small changes to the reference server, each judged by the functional checks that come to the changed"
        " statement, until the first failure.",
        "Written by `nox -s mutants`; the judgements of survivors are in `tests/mutants/judged.toml`.",
        "",
        f"- **{percent(figures)} of {figures['counted']} changes that count were caught** (95 % Wilson"
        " interval; a survivor counts against the suite unless it was judged equivalent, or a freedom that the contract"
        " leaves).",
        f"- Judgements left aside: {percent(raw)} of {raw['counted']}.",
        f"- Drawn with seed {figures['seed']}: {figures['tried']} of {figures['population']} possible changes; "
        + ", ".join(f"{number} {word}" for word, number in outcomes.items())
        + ".",
        "- Survivors: "
        + (", ".join(f"{n} {word}" for word, n in figures["survivors_by_judgement"].items()) or "none")
        + f"; the changed statement of {figures['survivors_never_reached']} was never reached.",
        "",
        *table("operator", figures["by_operator"]),
        *table("module", figures["by_module"]),
        "## Survivors",
        "",
        "| change | from → to | judgement |",
        "|---|---|---|",
        *(survivor_line(row) for row in sorted(figures["survivors"], key=lambda row: (row["verdict"], row["id"]))),
    ]
    if figures["undecided"]:
        lines += ["", "## Undecided", ""]
        lines += [f"- `{row['id']}`: {row['by']}" for row in figures["undecided"]]
    return "\n".join(lines) + "\n"


def table(name: str, groups: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The figures of each group, as lines of a table."""
    lines = [f"| {name} | tried | counted | caught | share (95 %) |", "|---|--:|--:|--:|---|"]
    for key, one in groups.items():
        lines.append(f"| {key} | {one['tried']} | {one['counted']} | {one['caught']} | {percent(one)} |")
    return [*lines, ""]


def survivor_line(row: Row) -> str:
    """One survivor in a table."""
    reached = "" if row["reached"] else " (never reached)"
    change = f"`{row['before']}` → `{row['after']}`".replace("|", "\\|")
    return f"| `{row['id']}` (line {row['line']}){reached} | {change} | {row['verdict']}: {row['why']} |"
