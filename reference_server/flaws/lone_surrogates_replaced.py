"""A lone surrogate is replaced by U+FFFD and the message accepted.

The text passes an encoder that is told to replace what it cannot write.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONT-SURR-01"
REPLACES = "reference_server.core.validate:content"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Replace it."""

    def content(fields: Any, most: int) -> Any:
        value = fields.members.get("content")
        if isinstance(value, str):
            fields.members["content"] = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return original(fields, most)

    return content
