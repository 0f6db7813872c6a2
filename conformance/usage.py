"""What to say to whoever gave a command something that it cannot use."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class UsageError(Exception):
    """A command or a file that it was given cannot be used: one line that says what is wrong, where, and what to write
    instead.  The command line prints it without a traceback and ends with status 2."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The nearest known name as the end of a refusal; nothing where none is near."""
    near = difflib.get_close_matches(name, list(known), 1, 0.5)
    return f"; did you mean {near[0]}?" if near else ""
