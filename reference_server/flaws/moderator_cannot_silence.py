"""A moderator cannot change any role.

Changing roles is one permission for all pairs of roles, and only owners have it.
"""

from __future__ import annotations

BREAKS = "ROLE-MOD-02"
REPLACES = "reference_server.core.roles:MAY[moderator]"


def lie(original: frozenset[str]) -> frozenset[str]:
    """Take one act away."""
    return original - {"change"}
