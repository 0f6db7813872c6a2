"""PURE: what the checks are worth, from what they said of each flaw and each freedom.

A *row* of the matrix is one deviation and what every check made of it.  Rows are kept with the commit that they were
seen at, so that a matrix can be mended row by row and still says how old each is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from statistics import median
from typing import Any

from conformance.contract.manifest import ManifestEntry
from conformance.contract.registry import Registry

CAUGHT = "caught"
UNSEEN = "told and unseen"
NEVER_TOLD = "never told"
PASSED = "passed"
FAILED = "failed"

ACCEPTABLE = {"passed", "not_applicable"}
"""What a check may say of a freedom."""

UNDECIDED = {"inconclusive", "not_run"}


@dataclass(frozen=True, slots=True)
class Row:
    """One deviation, and what the checks made of it."""

    kind: str
    name: str
    sentence: str
    clauses: tuple[str, ...]
    """What a flaw breaks; what leaves a freedom open."""
    commit: str
    """Where the checks of the clause that it breaks met it."""
    wide: str | None
    """Where all quick checks met it; ``None`` if they never did."""
    outcome: str
    """``caught``, ``told and unseen`` or ``never told``; of a freedom ``passed``, ``failed`` or ``never told``."""
    first_cause: str | None
    failed: tuple[str, ...]
    """The checks that failed."""
    hurt: tuple[str, ...]
    """The checks that could not be judged because of it."""
    others: tuple[str, ...]
    """The requirements that failed outright, besides the one that a flaw breaks."""

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> Row:
        """From its JSON form."""
        lists = ("clauses", "failed", "hurt", "others")
        return cls(**{**plain, **{key: tuple(plain[key]) for key in lists}})


@dataclass(frozen=True, slots=True)
class Seen:
    """What one run showed, in plain values."""

    checks: Mapping[str, str]
    """The outcome of each check."""
    broken: frozenset[str]
    """The requirements that failed outright."""
    first_cause: str | None
    told: bool
    saw: bool = False
    """Whether a check of what a flaw breaks saw that, though the report blames what its requirement stands on."""


def row_of_flaw(flaw: Row, seen: Seen) -> Row:
    """What became of a flaw; ``flaw`` says what it is, ``seen`` what the run showed."""
    caught = seen.saw or flaw.clauses[0] in seen.broken
    outcome = CAUGHT if caught else UNSEEN if seen.told else NEVER_TOLD
    return replace(_filled(flaw, seen), outcome=outcome, others=tuple(sorted(seen.broken - set(flaw.clauses))))


def row_of_freedom(freedom: Row, seen: Seen, *, advice: Collection[str] = (), excused: Collection[str] = ()) -> Row:
    """What became of a freedom: every check passes, or has nothing to say.

    ``advice`` are the requirements that it does not follow; ``excused`` the checks that may be left undecided, because
    it says why they cannot be carried out on it.
    """
    row = _filled(freedom, seen)
    broken = seen.broken - set(advice)
    unfair = [name for name in row.hurt if not (name in excused and seen.checks[name] in UNDECIDED)]
    outcome = FAILED if broken or unfair else PASSED if seen.told else NEVER_TOLD
    return replace(row, outcome=outcome, others=tuple(sorted(broken)))


def _filled(row: Row, seen: Seen) -> Row:
    failed = tuple(sorted(name for name, outcome in seen.checks.items() if outcome == "failed"))
    unhurt = {*ACCEPTABLE, "failed"}
    hurt = tuple(sorted(name for name, outcome in seen.checks.items() if outcome not in unhurt))
    return replace(row, failed=failed, hurt=hurt, first_cause=seen.first_cause)


@dataclass(frozen=True, slots=True)
class Matrix:
    """All rows, by kind and name."""

    rows: tuple[Row, ...]

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> Matrix:
        """From its JSON form."""
        return cls(tuple(map(Row.read, plain["rows"])))

    def with_row(self, row: Row, own: Collection[str] = ()) -> Matrix:
        """With this row, in place of an older one of the same deviation.

        A row that only the checks of its own clause (``own``) have met keeps what the others made of it earlier.
        """
        others = [one for one in self.rows if (one.kind, one.name) != (row.kind, row.name)]
        for old in self.rows:
            if (old.kind, old.name) == (row.kind, row.name) and old.wide and not row.wide:
                row = _mended(old, row, own)
        return Matrix(tuple(sorted([*others, row], key=lambda one: (one.kind, one.name))))

    def only(self, wanted: Iterable[tuple[str, str]]) -> Matrix:
        """Without the rows of deviations that are no more."""
        kept = set(wanted)
        return Matrix(tuple(row for row in self.rows if (row.kind, row.name) in kept))

    @property
    def flaws(self) -> tuple[Row, ...]:
        """The rows of flaws."""
        return tuple(row for row in self.rows if row.kind == "flaw")

    @property
    def freedoms(self) -> tuple[Row, ...]:
        """The rows of freedoms."""
        return tuple(row for row in self.rows if row.kind == "freedom")

    def plain(self, registry: Registry, manifest: Mapping[str, ManifestEntry]) -> dict[str, Any]:
        """Its JSON form: the summary, then the rows."""
        return {"summary": summary(self, registry, manifest), "rows": [asdict(row) for row in self.rows]}


def _mended(old: Row, row: Row, own: Collection[str]) -> Row:
    kept = replace(row, wide=old.wide, first_cause=old.first_cause, others=old.others)
    return met_again(replace(kept, failed=old.failed, hurt=old.hurt), row, own)


def met_again(row: Row, later: Row, checks: Collection[str]) -> Row:
    """A row in which what these checks made of the deviation is what they made of it later."""
    failed, hurt = (
        tuple(sorted({*(name for name in before if name not in checks), *now}))
        for before, now in ((row.failed, later.failed), (row.hurt, later.hurt))
    )
    return replace(row, failed=failed, hurt=hurt)


def summary(matrix: Matrix, registry: Registry, manifest: Mapping[str, ManifestEntry]) -> dict[str, Any]:
    """Everything that is concluded from the rows."""
    musts = [row for row in matrix.flaws if registry[row.clauses[0]].level == "MUST"]
    wide = [row for row in matrix.flaws if row.wide]
    # A service level that is missed is on a line of its own, and never a cause.
    judged = [row for row in wide if registry[row.clauses[0]].service_level is None]
    alone = caught_alone(wide)
    confirmed, unconfirmed = edges(registry, wide, manifest)
    return {
        "commits": sorted({row.commit for row in matrix.rows}),
        "commits_wide": sorted({row.wide for row in wide if row.wide}),
        "flaws": len(matrix.flaws),
        "flaws_of_a_must": len(musts),
        "caught": sum(row.outcome == CAUGHT for row in musts),
        "told_and_unseen": [row.name for row in matrix.flaws if row.outcome == UNSEEN],
        "never_told": [row.name for row in matrix.rows if row.outcome == NEVER_TOLD],
        "met_by_all_checks": len(wide),
        "with_a_cause": len(judged),
        "misled": [row.name for row in judged if row.first_cause != row.clauses[0]],
        "others_median": median(len(row.others) for row in wide) if wide else None,
        "others_worst": [row.name for row in worst(wide)],
        "freedoms": len(matrix.freedoms),
        "freedoms_passed": sum(row.outcome == PASSED for row in matrix.freedoms),
        "caught_alone": {check: list(flaws) for check, flaws in sorted(alone.items())},
        "catch_nothing": sorted(set(manifest) - {check for row in matrix.flaws for check in turned(row, manifest)}),
        "edges_confirmed": len(confirmed),
        "edges_unconfirmed": [list(edge) for edge in unconfirmed],
    }


def turned(row: Row, manifest: Mapping[str, ManifestEntry]) -> set[str]:
    """The checks that a flaw turned red; or, where nothing is known of a server that does not answer, those of what it
    breaks that say so."""
    own = {name for name in row.hurt if row.clauses[0] in manifest[name].requirements}
    return {*row.failed, *(own if row.outcome == CAUGHT else ())}


def caught_alone(rows: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    """For each check the flaws that no other check saw; asked of rows that all checks met."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if len(row.failed) == 1:
            found[row.failed[0]].append(row.name)
    return {check: tuple(sorted(flaws)) for check, flaws in found.items()}


def worst(rows: Iterable[Row], most: int = 5) -> list[Row]:
    """The flaws of which most other requirements fail outright."""
    return sorted(rows, key=lambda row: (-len(row.others), row.name))[:most]


def edges(
    registry: Registry, rows: Sequence[Row], manifest: Mapping[str, ManifestEntry]
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The ladder's edges (a requirement, and one that it needs) that some flaw confirms, and those that none does.

    An edge is confirmed by a flaw of what is needed, after which a check of the requirement on it did not pass.
    """
    checks_of: dict[str, set[str]] = defaultdict(set)
    for entry in manifest.values():
        for name in entry.requirements:
            checks_of[name].add(entry.id)
    felled: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for broken in {row.clauses[0], *row.others}:
            felled[broken].update(row.failed, row.hurt)
    confirmed: list[tuple[str, str]] = []
    unconfirmed: list[tuple[str, str]] = []
    for edge in _edges(registry):
        (confirmed if checks_of[edge[0]] & felled[edge[1]] else unconfirmed).append(edge)
    return confirmed, unconfirmed


def standing_unshown(
    registry: Registry, rows: Sequence[Row], manifest: Mapping[str, ManifestEntry]
) -> dict[str, set[str]]:
    """For each requirement, the checks of those that stand on it though no flaw of it shows that."""
    found: dict[str, set[str]] = defaultdict(set)
    for above, need in edges(registry, rows, manifest)[1]:
        found[need].update(entry.id for entry in manifest.values() if above in entry.requirements)
    return dict(found)


def _edges(registry: Registry) -> Iterator[tuple[str, str]]:
    for entry in registry.judged():
        for need in entry.needs:
            if not registry[need].draft:
                yield entry.id, need
