"""Only the owner can make invites.

The check asks for the owner instead of comparing ranks.
"""

from __future__ import annotations

BREAKS = "INV-MAKE-06"
REPLACES = "reference_server.core.roles:MAY[moderator]"


def lie(original: frozenset[str]) -> frozenset[str]:
    """Take inviting away."""
    return original - {"invite"}
