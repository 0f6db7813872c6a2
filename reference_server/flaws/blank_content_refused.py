"""Content of nothing but blanks is refused as empty.

The text is trimmed before it is asked whether there is any.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONT-BLANK-01"
REPLACES = "reference_server.core.validate:content"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """See nothing in it."""

    def content(fields: Any, most: int) -> Any:
        text = original(fields, most)
        if not text.strip():
            raise fields.wrong("content", "may not be blank")
        return text

    return content
