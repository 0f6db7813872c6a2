"""A moderator cannot remove anybody.

The operation asks for the owner, as it did before there were moderators.
"""

from __future__ import annotations

BREAKS = "ROLE-MOD-01"
REPLACES = "reference_server.core.roles:MAY[moderator]"


def lie(original: frozenset[str]) -> frozenset[str]:
    """Take one act away."""
    return original - {"remove"}
