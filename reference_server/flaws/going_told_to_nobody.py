"""Nobody is told who goes offline.

The update is sent by the connection that is just going down.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "PRES-UPDATE-02"
REPLACES = "reference_server.service.presence:Presence.still_gone"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Forget it and tell nobody."""

    def still_gone(self: Any, who: Any) -> None:
        self.announced.discard(who)

    return still_gone
