"""A 401 does not say how to sign in.

The refusal is built by hand, and nobody knew of the header.
"""

from __future__ import annotations

BREAKS = "AUTH-NONE-03"
REPLACES = "reference_server.problems:COMPANIONS[AUTH_FAILED]"


def lie(original: dict[str, str]) -> dict[str, str]:
    """Leave the header out."""
    return {name: value for name, value in original.items() if name != "WWW-Authenticate"}
