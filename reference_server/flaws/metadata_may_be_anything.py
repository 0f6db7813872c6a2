"""Metadata is taken whatever it is.

It goes into a JSON column, and that takes any value.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "MSG-META-02"
REPLACES = "reference_server.core.fields:Fields.small_object"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take it."""

    def small_object(self: Any, name: str, most_bytes: int) -> Any:
        value = self.members.get(name)
        return original(self, name, most_bytes) if isinstance(value, dict) else value

    return small_object
