"""After a restart only those are members who were there when the conversation was made.

Who joined later is kept in memory; the table of members is written at the creation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.flaws._at_the_opening import changed_when_opened

BREAKS = "DUR-MEMBER-01"
REPLACES = "reference_server.storage.sqlite:SqliteStore.__init__"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Read the members as they began."""
    return changed_when_opened(original, tell, "DELETE FROM members WHERE rank > 0")
