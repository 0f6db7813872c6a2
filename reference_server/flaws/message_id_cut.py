"""A `message_id` that is too long is cut to size, and one of any characters is taken.

The id is left to storage, which truncates.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "LIM-MSGID-02"
REPLACES = "reference_server.core.fields:Fields.printable"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Cut it."""

    def printable(self: Any, name: str, high: int) -> str:
        value = self.members.get(name)
        return value[:high] if name == "message_id" and isinstance(value, str) else str(original(self, name, high))

    return printable
