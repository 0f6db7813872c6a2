"""When each thing that a deviation could replace was used, so that one can tell which checks reach it at all.

Each process appends to a file of its own, one line a use: nanoseconds of the machine's monotonic clock, a blank, and
the target as a deviation names it.  A thing that is no function is always in use and has the clock 0.
"""

from __future__ import annotations

import functools
import inspect
import os
import time
from pathlib import Path
from typing import Any

from reference_server.deviations import FLAWS, FREEDOMS, counted, counted_async, resolve


def targets() -> list[str]:
    """Return whatever some deviation replaces."""
    named = {shelf.load(name).replaces for shelf in (FLAWS, FREEDOMS) for name in shelf.names()}
    return sorted(target for target in named if target is not None)


def note_uses(folder: Path) -> None:
    """Note from now on every use of every target in a file of this folder; nothing else changes."""
    notes = os.open(folder / str(os.getpid()), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for target in targets():
        place = resolve("the list of uses", target)
        place.put(noted(place.get(), functools.partial(note, notes, target)))


def note(notes: int, target: str) -> None:
    """Write one line; whole, whatever ends the process after it."""
    os.write(notes, f"{time.monotonic_ns()} {target}\n".encode())


def noted(original: Any, use: Any) -> Any:
    """Return the same thing, noting its uses."""
    if isinstance(original, staticmethod | classmethod):
        return type(original)(noted(original.__func__, use))
    if isinstance(original, property):
        return property(noted(original.fget, use), original.fset)
    if not callable(original) or inspect.isclass(original):
        os.write(use.args[0], f"0 {use.args[1]}\n".encode())
        return original
    return counted_async(original, use) if inspect.iscoroutinefunction(original) else counted(original, use)
