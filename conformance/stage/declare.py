"""How a check says what it is: a written id, the clauses that it judges, and when it may run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from conformance.contract.manifest import ManifestEntry

BOTH = ("rest", "ws")
"""A check on each transport; the requirement passes only if both do."""

Test = TypeVar("Test", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Declaration:
    """What :func:`check` was told."""

    name: str
    requirements: tuple[str, ...]
    phase: str
    transports: tuple[str, ...]
    needs: tuple[str, ...]
    hostile: bool = False
    slow: bool = False

    def ids(self) -> dict[str, str | None]:
        """The check's written ids, each with its transport."""
        if not self.transports:
            return {self.name: None}
        return {f"{self.name}[{transport}]": transport for transport in self.transports}

    def entries(self, where: str) -> list[ManifestEntry]:
        """What the manifest holds of this check."""
        return [ManifestEntry(name, self.requirements, self.phase, where, self.needs) for name in self.ids()]


def check(
    name: str,
    *requirements: str,
    phase: str = "parallel",
    transports: tuple[str, ...] = (),
    needs: tuple[str, ...] = (),
    hostile: bool = False,
    slow: bool = False,
) -> Callable[[Test], Test]:
    """Declare a function to be the check ``name`` of these requirements.

    ``phase`` is one of :data:`conformance.contract.manifest.PHASES`; ``needs`` names what the environment must
    offer: ``launch`` (the server can be killed and started), ``mint`` (tokens can be forged).  A ``hostile`` check
    sends what no honest client sends, or more than one would; it is never sent to another machine unless the
    profile says who allowed it.  A ``slow`` check waits for timers of the server, seconds perhaps.
    """
    declaration = Declaration(name, requirements, phase, transports, needs, hostile, slow)

    def declare(test: Test) -> Test:
        test.conformance = declaration  # type: ignore[attr-defined]
        return test

    return declare
