"""Named deviations: a flaw is one file that replaces one named thing of the server before the app is built.

A flaw's module has a docstring whose first line is the lie, `BREAKS` (a requirement's id), `REPLACES`
("module:qualified.name", or "module:TABLE[key]") and `lie(original)`, which returns the replacement.
Arrows go from flaws to the server, never back: a server without --flaw does not import this package.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import re
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAME = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
TABLE_ENTRY = re.compile(r"(?P<table>[\w.]+)\[(?P<key>[^\]]+)\]")

TOLD: Counter[str] = Counter()


class BadFlaw(ValueError):
    """A flaw that does not exist, or does not fit; its text is one line."""


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


def names() -> list[str]:
    """Return the flaws that there are."""
    files = Path(__file__).parent.glob("*.py")
    return sorted(file.stem.replace("_", "-") for file in files if file.stem != "__init__")


def install(name: str) -> None:
    """Load a flaw and put its lie in place of the truth."""
    module = load(name)
    place = resolve(name, module.REPLACES)
    original = place.get()
    plain = original.__func__ if isinstance(original, staticmethod | classmethod) else original
    lie = counted(name, module.lie(plain))
    place.put(type(original)(lie) if plain is not original else lie)


def load(name: str) -> Any:
    """Import a flaw's module."""
    stem = name.replace("-", "_")
    if not NAME.fullmatch(name) or not (Path(__file__).parent / f"{stem}.py").is_file():
        raise BadFlaw(f"unknown flaw {name!r}")
    module = importlib.import_module(f"{__name__}.{stem}")
    for wanted in ("BREAKS", "REPLACES", "lie"):
        if not hasattr(module, wanted):
            raise BadFlaw(f"flaw {name!r} lacks {wanted}")
    return module


def resolve(name: str, target: str) -> Place:
    """Find what a flaw replaces; a target that is not there would be a lie never told."""
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
        raise BadFlaw(f"flaw {name!r} replaces {target}, which does not exist") from None
    return place


def counted(name: str, replacement: Any) -> Any:
    """Count the calls of a replacement; a value that cannot be called counts as told once."""
    if isinstance(replacement, property):
        return property(counted(name, replacement.fget))
    if not callable(replacement):
        TOLD[name] += 1
        return replacement
    TOLD[name] += 0
    if inspect.iscoroutinefunction(replacement):
        return counted_async(name, replacement)

    @functools.wraps(replacement)
    def told(*args: Any, **kwargs: Any) -> Any:
        TOLD[name] += 1
        return replacement(*args, **kwargs)

    return told


def counted_async(name: str, replacement: Callable[..., Any]) -> Callable[..., Any]:
    """Count the calls of a coroutine function, and stay one."""

    @functools.wraps(replacement)
    async def told(*args: Any, **kwargs: Any) -> Any:
        TOLD[name] += 1
        return await replacement(*args, **kwargs)

    return told


def report() -> None:
    """Say on stderr how often each lie was told."""
    for name, times in TOLD.items():
        sys.stderr.write(f"flaw {name} told {times} times\n")
    sys.stderr.flush()
