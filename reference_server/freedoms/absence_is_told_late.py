"""Who has gone is told of six seconds later, and not at all if they are back by then.

PRES-UPDATE-02: `settle_ms` plus 5 s; PRES-FLAP-01.
"""

from __future__ import annotations

PERMITS = ("PRES-UPDATE-02", "PRES-FLAP-01")
REPLACES = "reference_server.service.presence:OFFLINE_AFTER"


def vary(_original: float) -> float:
    """One second less than seven."""
    return 6.0
