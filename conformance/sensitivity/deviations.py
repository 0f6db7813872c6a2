"""What the reference server offers to deviate in: flaws, which break the contract, and freedoms, which keep it."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from typing import Any

from conformance.contract import registry
from conformance.target import reference

SERVER = (sys.executable, "-P", "-m", "reference_server")


@dataclass(frozen=True, slots=True)
class Deviation:
    """One thing that the server can be told to do otherwise."""

    kind: str
    """``flaw`` or ``freedom``."""
    name: str
    sentence: str
    clauses: tuple[str, ...]
    """The requirement that a flaw breaks; those that leave a freedom open."""
    replaces: str | None
    without: tuple[str, ...]
    arguments: tuple[str, ...]
    advice: tuple[str, ...]
    """The advice that a freedom does not follow."""
    untried: str | None
    """Why some checks cannot be carried out on a freedom."""
    late: bool
    """Whether a freedom takes time of everything, or makes more of it: two of them may take more than there is."""
    chance: bool
    """Whether it takes a coincidence to be seen, so that one run in which it is seen proves little."""

    @property
    def breaks(self) -> str:
        """The requirement that a flaw breaks."""
        return self.clauses[0]

    @property
    def capabilities(self) -> frozenset[str]:
        """The optional capabilities that its requirements belong to."""
        entries = registry.load()
        found = (entries[clause].capability for clause in self.clauses if clause in entries)
        return frozenset(capability for capability in found if capability is not None)

    def lot(self) -> str:
        """Its place in an order that has nothing to do with what it is, so that a part of it is a fair sample."""
        return hashlib.sha256(self.name.encode()).hexdigest()


class NoReferenceServer(Exception):
    """The reference server cannot be asked; one line that says why."""


@cache
def offered() -> tuple[Deviation, ...]:
    """Every flaw and every freedom, by kind and name; raises :class:`NoReferenceServer`."""
    if (lack := reference.missing()) is not None:
        raise NoReferenceServer(lack)
    done = subprocess.run([*SERVER, "--deviations"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NoReferenceServer(f"the reference server does not say what its flaws are: {done.stderr.strip()[-300:]}")
    return tuple(_read(one) for one in json.loads(done.stdout))


def _read(one: dict[str, Any]) -> Deviation:
    lists = {key: tuple(one[key]) for key in ("clauses", "without", "arguments", "advice")}
    return Deviation(**{**one, **lists})


def flaws() -> tuple[Deviation, ...]:
    """Every flaw."""
    return tuple(one for one in offered() if one.kind == "flaw")


def freedoms() -> tuple[Deviation, ...]:
    """Every freedom."""
    return tuple(one for one in offered() if one.kind == "freedom")
