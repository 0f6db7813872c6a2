"""A `message_id` longer than a UUID is refused.

The column was made for the ids of the own client.
"""

from __future__ import annotations

BREAKS = "LIM-MSGID-01"
REPLACES = "reference_server.core.validate:MESSAGE_ID_LENGTH"


def lie(original: int) -> int:
    """Leave room for a UUID."""
    return 36
