"""Content with U+0000 is refused.

CONT-NUL-01 leaves the choice: a database that cannot hold it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("CONT-NUL-01",)
REPLACES = "reference_server.core.validate:content"


def vary(original: Callable[..., str], tell: Callable[[], None]) -> Callable[..., str]:
    """Refuse it like empty content."""

    def content(fields: Any, most: int) -> str:
        value = original(fields, most)
        if "\0" in value:
            tell()
            raise fields.wrong("content", "U+0000 is not taken")
        return value

    return content
