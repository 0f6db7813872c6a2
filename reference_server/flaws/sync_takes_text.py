"""A sync takes its position as text, or none at all.

The position goes through the language's conversion to a number.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "SYNC-INVALID-01"
REPLACES = "reference_server.core.validate:sync"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Convert it."""

    def sync(fields: Any) -> Any:
        position = fields.members.get("last_sequence_id")
        if isinstance(position, str) and position.isdigit():
            fields.members["last_sequence_id"] = int(position)
        return original(fields)

    return sync
