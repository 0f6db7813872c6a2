"""A server that stops says 1001, and one that waits for its peers is patient.

STOP-CLOSE-01 permits 1001 and 1012.
"""

from __future__ import annotations

PERMITS = ("STOP-CLOSE-01", "CLOSE-CLASS-01")
REPLACES = "reference_server.core.errors:CLOSES[going]"


def vary(_original: int) -> int:
    """The older code."""
    return 1001
