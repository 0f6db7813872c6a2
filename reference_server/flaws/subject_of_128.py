"""A subject of more than 128 characters is refused.

A validator with a limit of its own.
"""

from __future__ import annotations

BREAKS = "LIM-PID-01"
REPLACES = "reference_server.identity.tokens:PARTICIPANT_ID_LENGTH"


def lie(original: int) -> int:
    """Halve it."""
    return 128
