"""A token is good before its time.

The claim `nbf` is not read.
"""

from __future__ import annotations

BREAKS = "AUTH-NBF-01"
REPLACES = "reference_server.identity.tokens:CHECKS[verify_nbf]"


def lie(_original: bool) -> bool:
    """Do not look."""
    return False
