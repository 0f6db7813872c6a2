"""Text of a stranger's document, made safe to print."""

from __future__ import annotations

import unicodedata

MAX_TEXT = 120

_OBEYED = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Unicode categories of what a terminal may obey, or show as if it were something else."""


def clean(text: str, most: int = MAX_TEXT) -> str:
    """The text on one line, without what a terminal would obey, cut where it is longer than ``most`` characters."""
    begun = text[: 4 * most]
    plain = " ".join("".join(" " if unicodedata.category(char) in _OBEYED else char for char in begun).split())
    return plain if len(plain) <= most and len(begun) == len(text) else f"{plain[: most - 3]}..."
