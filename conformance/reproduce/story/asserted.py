"""PURE: what is asserted at the end of a story: a rule, and what it reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.reproduce.story.steps import Wanted


@dataclass(frozen=True, slots=True)
class One:
    """A single event: what answered a step, what was awaited, or what was sent."""

    event: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What came on a connection, after the step ``since`` was begun, of these types, if any are named."""

    connection: str
    since: str | None = None
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """Everything that was done and that came, in order."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Several of these, one after the other."""

    parts: tuple[One | Heard, ...]


Reading = One | Heard | History | Listed


@dataclass(frozen=True, slots=True)
class Verdict:
    """The rule that failed, what it reads, and why it failed when it was recorded.

    Where something was awaited in vain, ``awaited`` says what, ``on`` which connection, and ``within_s`` how long.
    """

    clause: str
    statement: str
    matcher: str
    readings: tuple[Reading, ...]
    arguments: Mapping[str, Any]
    reason: str
    awaited: Wanted | None = None
    on: Heard | None = None
    within_s: float = 0.0


def singles(reading: Reading | None) -> Iterator[One]:
    """The single events of a reading: it cannot do without them."""
    match reading:
        case One():
            yield reading
        case Listed(parts=parts):
            yield from (part for part in parts if isinstance(part, One))


def heard(reading: Reading | None) -> Iterator[Heard]:
    """What a reading takes of whole connections."""
    match reading:
        case Heard():
            yield reading
        case Listed(parts=parts):
            yield from (part for part in parts if isinstance(part, Heard))
