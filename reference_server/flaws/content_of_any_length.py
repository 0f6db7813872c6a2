"""Content of any length is taken.

The declared limit is checked in the client only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "LIM-CONTENT-02"
REPLACES = "reference_server.core.validate:content"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take it all."""

    def content(fields: Any, most: int) -> str:
        return str(original(fields, 10**9))

    return content
