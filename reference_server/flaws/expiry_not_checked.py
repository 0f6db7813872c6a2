"""A token is good for ever.

Checking expiry is an option, and it is off since clocks once disagreed.
"""

from __future__ import annotations

BREAKS = "AUTH-EXP-01"
REPLACES = "reference_server.identity.tokens:CHECKS[verify_exp]"


def lie(_original: bool) -> bool:
    """Do not look."""
    return False
