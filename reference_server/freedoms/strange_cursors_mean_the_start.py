"""A cursor that the server cannot read means the first page.

CONV-LIST-09: 400, or the caller's own conversations.
"""

from __future__ import annotations

from collections.abc import Callable

PERMITS = ("CONV-LIST-09",)
REPLACES = "reference_server.service.conversations:read_cursor"


def vary(original: Callable[[str], tuple[str, str]]) -> Callable[[str], tuple[str, str]]:
    """Begin again."""

    def read_cursor(cursor: str) -> tuple[str, str]:
        from reference_server.core.errors import Refusal

        try:
            return original(cursor)
        except Refusal:
            return ("~", "~")

    return read_cursor
