"""Two runs held against each other: of one server at two times, or of two servers.  Pure, on their ``results.json``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from conformance.verdict.causes import plural
from conformance.verdict.decide import NOT_SELECTED

KEPT, BROKEN, UNKNOWN = "passed", "failed", "not judged"
"""What is known of a requirement: whether it was kept, broken, or neither."""


@dataclass(frozen=True, slots=True)
class Change:
    """One requirement that is not as it was: ``before`` and ``after`` are its outcomes, ``why`` what is said of it,
    ``costs`` how many others were kept and are now blocked by it, ``unasked`` that one of the runs was of a selection
    without it, so that nothing has become of it."""

    requirement: str
    level: str
    severity: str
    before: str
    after: str
    why: str
    costs: int = 0
    unasked: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two runs.

    ``regressed`` was kept and is broken; ``mended`` the other way round; ``differently`` is broken in both and shows
    itself otherwise (another first divergence); ``lost`` was kept and is not judged any more, though nothing that broke
    blocks it; ``gained`` is judged and kept, and was not judged before; ``appeared`` is broken and was not judged
    before; ``gone`` was broken and is not judged.  ``levels`` are service levels that are met or missed otherwise.
    ``cautions`` say what the two runs do not have in common.
    """

    regressed: tuple[Change, ...]
    mended: tuple[Change, ...]
    differently: tuple[Change, ...]
    lost: tuple[Change, ...]
    gained: tuple[Change, ...]
    appeared: tuple[Change, ...]
    gone: tuple[Change, ...]
    levels: tuple[Change, ...]
    unchanged: int
    cautions: tuple[str, ...]

    @property
    def missed(self) -> tuple[Change, ...]:
        """Service levels that were met and are missed."""
        return tuple(change for change in self.levels if (change.before, change.after) == ("met", "missed"))

    def lines(self) -> Iterator[str]:
        """The comparison as a person reads it: what regressed, what was mended, and the rest, worst first; of what one
        of the runs was not asked for only how much that is."""
        yield from (f"note: {caution}" for caution in self.cautions)
        for title, changes in self.sections():
            for change in changes:
                if not change.unasked:
                    yield f"  {title:12} {change.severity} {change.requirement} {_told(change)}"
        for title, changes in self.sections():
            if unasked := sum(change.unasked for change in changes):
                yield f"  {title:12} {plural(unasked, 'requirement')} {NOT_SELECTED} in one of the runs"
        counted = ", ".join(f"{len(changes)} {title}" for title, changes in self.sections() if changes)
        yield f"{counted or 'no change'}; {self.unchanged} requirements as before"

    def sections(self) -> tuple[tuple[str, tuple[Change, ...]], ...]:
        """Every kind of change with what it is called."""
        return (
            ("regressed", self.regressed),
            ("new", self.appeared),
            ("level", self.levels),
            ("mended", self.mended),
            ("differently", self.differently),
            ("lost", self.lost),
            ("gone", self.gone),
            ("gained", self.gained),
        )


def _told(change: Change) -> str:
    why = f": {' '.join(change.why.split())}" if change.why else ""
    costs = f"; {change.costs} that were kept are blocked by it" if change.costs else ""
    return f"({change.before} -> {change.after}){why}{costs}"


_KINDS: Mapping[tuple[str, str], str] = {
    (KEPT, BROKEN): "regressed",
    (BROKEN, KEPT): "mended",
    (KEPT, UNKNOWN): "lost",
    (UNKNOWN, KEPT): "gained",
    (UNKNOWN, BROKEN): "appeared",
    (BROKEN, UNKNOWN): "gone",
}


def compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> Comparison:
    """What changed from one run to another (two ``results.json`` as plain values)."""
    one, other = _by_id(before), _by_id(after)
    found: dict[str, list[Change]] = {kind: [] for kind in (*_KINDS.values(), "differently")}
    names = [name for name in dict.fromkeys((*one, *other)) if not _is_level(name, before, after)]
    costs = Counter(by for name in names if (by := _cost_by(one.get(name), other.get(name), other)) is not None)
    unchanged = 0
    for name in names:
        old, new = one.get(name, _ABSENT), other.get(name, _ABSENT)
        if _cost_by(one.get(name), other.get(name), other) is not None:
            continue
        kind = _kind(old, new, _mark(name, before) != _mark(name, after))
        if kind is None:
            unchanged += 1
        else:
            found[kind].append(replace(_change(name, old, new), costs=costs[name]))
    ordered = {kind: tuple(sorted(changes, key=lambda change: (change.severity, change.requirement)))
               for kind, changes in found.items()}  # fmt: skip
    return Comparison(**ordered, levels=_levels(before, after), unchanged=unchanged, cautions=_cautions(before, after))


def _kind(old: Mapping[str, Any], new: Mapping[str, Any], otherwise: bool) -> str | None:
    """What became of a requirement; ``None`` where it is as it was."""
    differs = "differently" if otherwise and _known(old) == _known(new) == BROKEN else None
    return _KINDS.get((_known(old), _known(new)), differs)


def _cost_by(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None, after: Mapping[str, Any]) -> str | None:
    """The broken requirement that one which was kept is blocked by now."""
    if old is None or new is None or _known(old) != KEPT or new["outcome"] != "blocked":
        return None
    by: str = new["blocked_by"] or ""
    return by if by in after and _known(after[by]) == BROKEN else None


def _mark(name: str, run: Mapping[str, Any]) -> str | None:
    """The fingerprint of a requirement that is a cause."""
    return next((cause["fingerprint"] for cause in run["causes"] if cause["requirement"] == name), None)


_ABSENT: Mapping[str, Any] = {"outcome": "absent", "reason": "", "level": "", "severity": "", "blocked_by": None}


def _by_id(run: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {entry["id"]: entry for entry in run["requirements"]}


def _is_level(name: str, *runs: Mapping[str, Any]) -> bool:
    return any(name in run["service_levels"]["requirements"] for run in runs)


def _known(entry: Mapping[str, Any]) -> str:
    """What is known of a requirement: nothing but of one that passed or failed."""
    return {"passed": KEPT, "failed": BROKEN}.get(entry["outcome"], UNKNOWN)


def _change(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Change:
    known = new if new is not _ABSENT else old
    return Change(
        name, known["level"], known["severity"], _word(old), _word(new), new["reason"], unasked=_unasked(old, new)
    )


def _unasked(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether one run was of a selection without it, and the other shows nothing broken that is news."""
    return NOT_SELECTED in (old["reason"], new["reason"]) and _known(new) != BROKEN


def _word(entry: Mapping[str, Any]) -> str:
    by = f" by {entry['blocked_by']}" if entry["blocked_by"] else ""
    return f"{entry['outcome'].replace('_', ' ')}{by}"


def _levels(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    one, other = (run["service_levels"]["requirements"] for run in (before, after))
    old, new = _by_id(before), _by_id(after)
    entries = new | old
    return tuple(
        Change(name, entries[name]["level"], entries[name]["severity"], one.get(name, "absent"),
               other.get(name, "absent"), "", unasked=_unasked(old.get(name, _ABSENT), new.get(name, _ABSENT)))
        for name in dict.fromkeys((*one, *other))
        if one.get(name) != other.get(name)
    )  # fmt: skip


def _cautions(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """What makes two runs differ beside the server."""
    pairs = {
        "contract": (before["suite"]["contract_digest"][:12], after["suite"]["contract_digest"][:12]),
        "suite": (before["suite"]["version"], after["suite"]["version"]),
        "profile": (before["profile"]["name"], after["profile"]["name"]),
        "demands": (" ".join(before["profile"]["demands"]), " ".join(after["profile"]["demands"])),
        "intensity": (before["run"]["intensity"], after["run"]["intensity"]),
    }
    told = [f"the runs differ in {what}: {one} and {other}" for what, (one, other) in pairs.items() if one != other]
    cut = [f"{which} run was interrupted" for which, run in (("the first", before), ("the second", after))
           if run["run"]["interrupted"]]  # fmt: skip
    return (*told, *cut)
