"""A message may mention everybody in a large room.

The length of the list is not looked at.
"""

from __future__ import annotations

BREAKS = "LIM-MENTION-01"
REPLACES = "reference_server.core.validate:MAX_MENTIONS"


def lie(original: int) -> int:
    """Know no end."""
    return 10**9
