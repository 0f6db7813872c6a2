"""A token for any service of the issuer is good here.

The audience check is off because it once failed.
"""

from __future__ import annotations

BREAKS = "AUTH-AUD-01"
REPLACES = "reference_server.identity.tokens:CHECKS[verify_aud]"


def lie(_original: bool) -> bool:
    """Do not look."""
    return False
