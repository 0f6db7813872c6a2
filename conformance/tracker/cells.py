"""Text in the cells of Markdown tables: what is put there, and what stands there.

Whatever a server may have written goes through :func:`text`; what people wrote is taken and put back as it is.
"""

from __future__ import annotations

import re
import unicodedata

from conformance.report.markdown import in_a_line

LONGEST = 300
"""Characters of a reason that are shown; the whole of it stands in the report of the run."""

_CELL = re.compile(r"((?:[^|\\]|\\.)*)\|")
_UNSEEN = ("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp")
"""Categories of characters that control a terminal, turn the direction of a text, or are none."""


def plain(value: object, longest: int = LONGEST) -> str:
    """One line of bounded length without control characters."""
    seen = "".join(" " if unicodedata.category(c) in _UNSEEN else c for c in str(value)[: 4 * longest])
    words = " ".join(seen.split())
    return words if len(words) <= longest else f"{words[: longest - 1]}…"


def text(value: object, longest: int = LONGEST) -> str:
    """Any text as one harmless cell: no pipe, no markup, no control character of it counts."""
    return in_a_line(plain(value, longest))


def split(row: str) -> list[str]:
    """The cells of a table's row as they are written; a pipe behind a backslash belongs to its cell."""
    inside = row.strip(" \t\r")[1:]
    cells = _CELL.findall(inside)
    rest = inside[sum(len(cell) + 1 for cell in cells) :]
    return [cell.strip(" \t") for cell in (*cells, *([rest] if rest.strip() else []))]


def is_delimiter(cells: list[str]) -> bool:
    """Whether a row is the one between a table's head and its body."""
    return bool(cells) and all(re.fullmatch(r":?-+:?", cell) for cell in cells)
