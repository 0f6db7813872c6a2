"""A binary message ends the connection with 1002.

"1003, another code of its class, or no close frame" (WS-BIN-01).
"""

from __future__ import annotations

PERMITS = ("WS-BIN-01", "CLOSE-CLASS-01")
REPLACES = "reference_server.core.errors:CLOSES[binary]"


def vary(_original: int) -> int:
    """Another code of the class `fix`."""
    return 1002
