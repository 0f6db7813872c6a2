"""What a comparison finds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MISSING = "missing"
NARROWER = "narrower"
INCOMPATIBLE = "incompatible"
EXTRA = "extra"
CANNOT_TELL = "cannot tell"

KINDS = (MISSING, INCOMPATIBLE, NARROWER, CANNOT_TELL, EXTRA)
"""The gravest first."""

COUNTED = frozenset({MISSING, NARROWER, INCOMPATIBLE})
"""What a vendor has to mend; the others are shown and cost nothing."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between the contract and the vendor's document.

    ``where`` is the operation (``POST /chat/create``) or the channel, ``part`` what of it is meant (``request body``,
    ``response 201``, ``frame read from the client``) and ``path`` the place inside its schema, in the form of a JSON
    pointer in which ``[]`` stands for every item, ``*`` for every member that has no name of its own, and braces say
    which of several forms is meant (``{type=message}``).  ``at`` is the place in the contract's document that says it,
    the same for all that share a component.
    """

    kind: str
    contract: str
    vendor: str
    why: str
    where: str = ""
    part: str = ""
    path: str = ""
    at: str = ""
    requirements: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """All of its place in one line."""
        return " ".join(piece for piece in (self.where, self.part, self.path) if piece)


@dataclass(frozen=True, slots=True)
class Folded:
    """Differences that have one origin in the contract and read alike; ``places`` are where it shows."""

    difference: Difference
    places: tuple[str, ...]
    requirements: tuple[str, ...]


def folded(found: Iterable[Difference]) -> list[Folded]:
    """The differences in the order of their kinds, those of one origin together."""
    groups: dict[tuple[str, ...], list[Difference]] = {}
    for one in found:
        groups.setdefault((one.kind, one.at or one.place, one.contract, one.vendor, one.why), []).append(one)
    together = [_fold(group) for group in groups.values()]
    return sorted(together, key=lambda fold: KINDS.index(fold.difference.kind))


def _fold(group: Sequence[Difference]) -> Folded:
    places = dict.fromkeys(one.place for one in group)
    requirements = dict.fromkeys(name for one in group for name in one.requirements)
    return Folded(group[0], tuple(places), tuple(requirements))


def counts(found: Iterable[Difference]) -> dict[str, int]:
    """How many differences of each kind, those of one origin counted once."""
    total = dict.fromkeys(KINDS, 0)
    for one in folded(found):
        total[one.difference.kind] += 1
    return total
