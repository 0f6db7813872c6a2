"""Content that is no string is turned into one.

The language makes a string of anything that is asked for its text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "MSG-REQ-01"
REPLACES = "reference_server.core.validate:content"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Turn whatever came into text."""

    def content(fields: Any, most: int) -> str:
        value = fields.members.get("content")
        if value is not None and not isinstance(value, str):
            return str(value)
        text: str = original(fields, most)
        return text

    return content
