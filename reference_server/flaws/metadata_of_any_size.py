"""Metadata of any size is taken.

Only content is measured.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "LIM-META-02"
REPLACES = "reference_server.core.fields:Fields.small_object"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Measure nothing."""

    def small_object(self: Any, name: str, most_bytes: int) -> Any:
        return original(self, name, 10**9)

    return small_object
