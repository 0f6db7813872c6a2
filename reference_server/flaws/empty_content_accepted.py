"""Empty content is accepted.

It is a string, and nothing else was asked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONT-EMPTY-01"
REPLACES = "reference_server.core.validate:content"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Ask for a string only."""

    def content(fields: Any, most: int) -> Any:
        return "" if fields.members.get("content") == "" else original(fields, most)

    return content
