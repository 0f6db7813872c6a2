"""A token of any issuer is good, as long as the key fits.

There was one issuer only, so nobody compared.
"""

from __future__ import annotations

BREAKS = "AUTH-ISS-01"
REPLACES = "reference_server.identity.tokens:CHECKS[verify_iss]"


def lie(_original: bool) -> bool:
    """Do not look."""
    return False
