"""Two runs held against each other: of one server at two times, or of two servers.  Pure, on their ``results.json``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from conformance.verdict.causes import plural
from conformance.verdict.cautions import cautions
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

    ``regressed`` was kept and is broken, or its own checks fail behind a fault that is no regression; ``mended`` the
    other way round; ``differently`` is broken in both and shows itself otherwise (another first divergence); ``lost``
    was kept and is not judged any more, though nothing that broke since then blocks it; ``gained`` is judged and kept,
    and was not judged before; ``appeared`` is broken and was not judged before; ``gone`` was broken and is not judged;
    ``dropped`` is no requirement of the other contract.  ``levels`` are service levels that are met or missed
    otherwise.  ``cautions`` say what the two runs do not have in common.
    """

    regressed: tuple[Change, ...]
    mended: tuple[Change, ...]
    differently: tuple[Change, ...]
    lost: tuple[Change, ...]
    gained: tuple[Change, ...]
    appeared: tuple[Change, ...]
    gone: tuple[Change, ...]
    dropped: tuple[Change, ...]
    levels: tuple[Change, ...]
    unchanged: int
    cautions: tuple[str, ...]

    @property
    def missed(self) -> tuple[Change, ...]:
        """Service levels that were met and are missed."""
        return tuple(change for change in self.levels if (change.before, change.after) == ("met", "missed"))

    @property
    def unknown(self) -> bool:
        """Whether anything that was kept or met is not judged any more: by itself, behind what broke, or a level."""
        unmeasured = any(change.before == "met" and change.after in _UNMEASURED for change in self.levels)
        return bool(self.lost) or any(change.costs for change in self.appeared) or unmeasured

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
            ("dropped", self.dropped),
            ("gained", self.gained),
        )


_UNMEASURED = ("cannot tell", "not measured")


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


Entries = Mapping[str, Mapping[str, Any]]
"""The requirements of a run by their ids."""


def compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> Comparison:
    """What changed from one run to another (two ``results.json`` as plain values)."""
    one, other = _by_id(before), _by_id(after)
    found: dict[str, list[Change]] = {kind: [] for kind in (*_KINDS.values(), "differently", "dropped")}
    names = [name for name in dict.fromkeys((*one, *other)) if not _is_level(name, before, after)]
    hidden = {name: why for name in names if (why := _hidden(name, one, other, after)) is not None}
    costs: Counter[str] = Counter()
    unchanged = 0
    for name in names:
        old, new = one.get(name, _ABSENT), other.get(name, _ABSENT)
        if name not in hidden and (by := _cost_by(name, one, other)) is not None:
            costs[by] += 1
            continue
        kind = "regressed" if name in hidden else _kind(old, new, _mark(name, before) != _mark(name, after))
        kind = "dropped" if new is _ABSENT and _is_another_contract(before, after) else kind
        if kind is None:
            unchanged += 1
        else:
            change = _change(name, old, new)
            found[kind].append(replace(change, why=hidden.get(name, change.why)))
    for kind, changes in found.items():
        found[kind] = [replace(change, costs=costs[change.requirement]) for change in changes]
    ordered = {kind: tuple(sorted(changes, key=lambda change: (change.severity, change.requirement)))
               for kind, changes in found.items()}  # fmt: skip
    return Comparison(**ordered, levels=_levels(before, after), unchanged=unchanged, cautions=cautions(before, after))


def _kind(old: Mapping[str, Any], new: Mapping[str, Any], otherwise: bool) -> str | None:
    """What became of a requirement; ``None`` where it is as it was."""
    differs = "differently" if otherwise and _known(old) == _known(new) == BROKEN else None
    return _KINDS.get((_known(old), _known(new)), differs)


def _cost_by(name: str, one: Entries, other: Entries) -> str | None:
    """The requirement that broke since then, and that one which was kept is blocked by now; what was broken before
    costs nothing new, so that it explains no change."""
    by = _blocker(name, one, other)
    return by if by in other and _known(other[by]) == BROKEN and _known(one.get(by, _ABSENT)) != BROKEN else None


def _hidden(name: str, one: Entries, other: Entries, after: Mapping[str, Any]) -> str | None:
    """What its own checks say of a requirement that was kept and is now blocked by what did not regress: why it is
    broken as well; ``None`` where they do not say so."""
    by = _blocker(name, one, other)
    if not by or (by in other and _known(other[by]) == BROKEN and _known(one.get(by, _ABSENT)) == KEPT):
        return None
    own = (check for check in after["checks"] if name in check["requirements"] and check["raw"] == "failed")
    broken = (seen for check in own for seen in check["observed"] if seen["clause"] == name and not seen["holds"])
    return next((str(seen["reason"]) for seen in broken), None)


def _blocker(name: str, one: Entries, other: Entries) -> str:
    """What blocks a requirement that was kept; empty where nothing does."""
    old, new = one.get(name, _ABSENT), other.get(name, _ABSENT)
    return str(new["blocked_by"] or "") if _known(old) == KEPT and new["outcome"] == "blocked" else ""


def _is_another_contract(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return bool(before["suite"]["contract_digest"] != after["suite"]["contract_digest"])


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
