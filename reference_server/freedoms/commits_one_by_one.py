"""Every request is committed alone, one after the other.

Grouping is a server's own business.
"""

from __future__ import annotations

PERMITS = ("ORD-RACE-01", "MSG-PIPE-01")
REPLACES = "reference_server.service.ledger:GROUP"


def vary(_original: int) -> int:
    """One at a time."""
    return 1
