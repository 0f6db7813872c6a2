"""After a restart whoever was made a moderator is a member.

The change of role is in the timeline; the table of members was written by the join alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.flaws._at_the_opening import changed_when_opened

BREAKS = "DUR-MEMBER-01"
REPLACES = "reference_server.storage.sqlite:SqliteStore.__init__"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Read the roles as they began."""
    return changed_when_opened(original, tell, "UPDATE members SET role = 'member' WHERE role = 'moderator'")
