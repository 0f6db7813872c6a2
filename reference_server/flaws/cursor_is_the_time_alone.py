"""Where a page of one's list ends between two conversations of the same millisecond, the second is in no page.

The cursor says when the last one shown was active, and the next page begins below that time.
"""

from __future__ import annotations

from collections.abc import Callable

BREAKS = "CONV-LIST-05"
CHANCE = True
REPLACES = "reference_server.service.conversations:read_cursor"


def lie(original: Callable[[str], tuple[str, str]]) -> Callable[[str], tuple[str, str]]:
    """Forget which of those of that time came last: no id sorts below nothing."""

    def read_cursor(cursor: str) -> tuple[str, str]:
        time, _ = original(cursor)
        return time, ""

    return read_cursor
