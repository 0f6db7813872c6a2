"""A read_only member can send messages.

The role was added to the database, and to the matrix as a copy of `member`.
"""

from __future__ import annotations

BREAKS = "ROLE-RO-01"
REPLACES = "reference_server.core.roles:MAY[read_only]"


def lie(original: frozenset[str]) -> frozenset[str]:
    """Grant sending."""
    return original | {"send"}
