"""That somebody types is accepted and told to nobody.

The frame has a handler and no audience.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "TYP-SHOW-01"
REPLACES = "reference_server.service.presence:Presence.tell"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Tell of the end only."""

    def tell(self: Any, who: Any, member: Any, is_typing: bool) -> None:
        if not is_typing:
            original(self, who, member, is_typing)

    return tell
