"""After a restart, invites that were revoked let people in again.

The list of what was revoked is kept by the process.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.flaws._at_the_opening import changed_when_opened

BREAKS = "INV-KEEP-01"
REPLACES = "reference_server.storage.sqlite:SqliteStore.__init__"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Forget them."""
    return changed_when_opened(original, tell, "UPDATE invites SET revoked = 0 WHERE revoked = 1")
