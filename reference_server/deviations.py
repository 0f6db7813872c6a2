"""Deviations from the plain server: one file puts something else in place of one named thing, before the app is built.

There are two shelves of them: a *flaw* breaks a clause of the contract, a *freedom* does what the contract permits.
A deviation's module has a docstring whose first line says what it does, and

- ``BREAKS`` (a flaw: the requirement it breaks) or ``PERMITS`` (a freedom: the requirements that leave it open),
- ``REPLACES`` ("module:qualified.name", or "module:TABLE[key]") and ``lie(original)`` or ``vary(original)``, which
  returns the replacement; a freedom may do without, where arguments are enough,
- optionally ``WITHOUT`` (capabilities that are switched off), ``ARGUMENTS`` (further arguments of the command),
- ``CHANCE = True`` where it shows only when something else happens at the right moment: such a one has to be seen
  in every run of many, and not in one,
- in a freedom, ``ADVICE`` (requirements of a lower level than MUST that it does not follow), ``LATE = True`` where it
  takes time of everything that is said, so that two of them on one server may take more than the contract gives, and
  ``UNTRIED``: why some checks cannot be carried out on it.

How often it was told is counted: every call of the replacement, or, where ``lie(original, tell)`` takes a second
parameter, every call of ``tell``, for a lie that only some calls tell.  Arrows go from deviations to the server, never
back: a server without one imports nothing of this.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import os
import re
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

NAME = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
TABLE_ENTRY = re.compile(r"(?P<table>[\w.]+)\[(?P<key>[^\]]+)\]")


class BadDeviation(ValueError):
    """A deviation that does not exist, or does not fit; its text is one line."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """What a deviation says of itself."""

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
    """The advice (SHOULD, MAY) that a freedom does not follow."""
    untried: str | None
    """Why some checks cannot be carried out on a freedom."""
    late: bool
    """Whether a freedom takes time of everything, or makes more of it."""
    chance: bool
    """Whether it takes a coincidence to be seen."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """One kind of deviation: the package they lie in, and what their modules call things."""

    kind: str
    package: str
    clauses: str
    change: str

    def names(self) -> list[str]:
        """Return the deviations that there are."""
        folder = Path(__file__).parent / self.package.rpartition(".")[2]
        return sorted(file.stem.replace("_", "-") for file in folder.glob("*.py") if not file.stem.startswith("_"))

    def load(self, name: str) -> Deviation:
        """Return what a deviation says of itself."""
        module = self.module(name)
        clauses = getattr(module, self.clauses)
        return Deviation(
            kind=self.kind,
            name=name,
            sentence=(module.__doc__ or "").strip().partition("\n")[0],
            clauses=(clauses,) if isinstance(clauses, str) else tuple(clauses),
            replaces=getattr(module, "REPLACES", None),
            without=tuple(getattr(module, "WITHOUT", ())),
            arguments=tuple(getattr(module, "ARGUMENTS", ())),
            advice=tuple(getattr(module, "ADVICE", ())),
            untried=getattr(module, "UNTRIED", None),
            late=bool(getattr(module, "LATE", False)),
            chance=bool(getattr(module, "CHANCE", False)),
        )

    def module(self, name: str) -> ModuleType:
        """Import a deviation's module; raises BadDeviation for one that is not there, or not whole."""
        if not NAME.fullmatch(name) or name not in self.names():
            raise BadDeviation(f"unknown {self.kind} {name!r}")
        module = importlib.import_module(f"{self.package}.{name.replace('-', '_')}")
        told_or_varied = (self.change,) if self.kind == "flaw" or hasattr(module, "REPLACES") else ()
        for wanted in (self.clauses, *(("REPLACES",) if self.kind == "flaw" else ()), *told_or_varied):
            if not hasattr(module, wanted):
                raise BadDeviation(f"{self.kind} {name!r} lacks {wanted}")
        return module

    def install(self, name: str, tally: Tally) -> None:
        """Put the replacement in its place, and count from now on how often it is told."""
        module = self.module(name)
        if name in tally.counts:
            raise BadDeviation(f"{self.kind} {name!r} is named twice: told twice, a lie may come out true")
        tally.counts[name] = 0
        if (target := getattr(module, "REPLACES", None)) is None:
            return
        place = resolve(f"{self.kind} {name!r}", target)
        original = place.get()
        plain = original.__func__ if isinstance(original, staticmethod | classmethod) else original
        replacement = told(getattr(module, self.change), plain, functools.partial(tally.tell, name))
        place.put(type(original)(replacement) if plain is not original else replacement)


FLAWS = Shelf("flaw", "reference_server.flaws", "BREAKS", "lie")
FREEDOMS = Shelf("freedom", "reference_server.freedoms", "PERMITS", "vary")


class Tally:
    """How often each deviation was told.

    With a folder, each telling also adds one byte to the file of that name there, so that the count survives the end
    of the process, whatever ended it.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.counts: Counter[str] = Counter()
        self._folder = folder
        self._files: dict[str, int] = {}

    def tell(self, name: str) -> None:
        """Count one telling."""
        self.counts[name] += 1
        if self._folder is not None:
            if name not in self._files:
                self._files[name] = os.open(self._folder / name, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            os.write(self._files[name], b".")

    def report(self) -> None:
        """Say on stderr how often each was told."""
        for name, times in self.counts.items():
            sys.stderr.write(f"{name} told {times} times\n")
        sys.stderr.flush()


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: an attribute of an owner, or an entry of a table."""

    owner: Any
    key: str
    entry: bool

    def get(self) -> Any:
        """Return what stands there, undecorated by the descriptor protocol."""
        return self.owner[self.key] if self.entry else inspect.getattr_static(self.owner, self.key)

    def put(self, value: Any) -> None:
        """Put something else there."""
        if self.entry:
            self.owner[self.key] = value
        else:
            setattr(self.owner, self.key, value)


def resolve(whose: str, target: str) -> Place:
    """Find what a deviation replaces; a target that is not there would be a lie never told."""
    module_name, _, path = target.partition(":")
    try:
        found: Any = importlib.import_module(module_name)
        table = TABLE_ENTRY.fullmatch(path)
        *outer, last = (table["table"] if table else path).split(".")
        for part in outer:
            found = getattr(found, part)
        place = Place(found, last, entry=False)
        if table:
            place = Place(place.get(), table["key"], entry=True)
        place.get()
    except (ImportError, AttributeError, KeyError, TypeError, ValueError):
        raise BadDeviation(f"{whose} replaces {target}, which does not exist") from None
    return place


def told(change: Callable[..., Any], original: Any, tell: Callable[[], None]) -> Any:
    """Return the replacement, which tells; a value that cannot be called counts as told once."""
    if len(inspect.signature(change).parameters) > 1:
        return change(original, tell)
    replacement = change(original)
    if isinstance(replacement, property):
        return property(counted(replacement.fget, tell))
    if not callable(replacement):
        tell()
        return replacement
    return counted_async(replacement, tell) if inspect.iscoroutinefunction(replacement) else counted(replacement, tell)


def counted(replacement: Any, tell: Callable[[], None]) -> Callable[..., Any]:
    """Tell at every call."""

    @functools.wraps(replacement)
    def telling(*args: Any, **kwargs: Any) -> Any:
        tell()
        return replacement(*args, **kwargs)

    return telling


def counted_async(replacement: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Tell at every call of a coroutine function, and stay one."""

    @functools.wraps(replacement)
    async def telling(*args: Any, **kwargs: Any) -> Any:
        tell()
        return await replacement(*args, **kwargs)

    return telling
