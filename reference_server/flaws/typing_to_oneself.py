"""Who types is told so, on all their devices.

The fan-out of messages is used as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "TYP-SHOW-02"
REPLACES = "reference_server.service.presence:Presence.tell"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Tell everybody."""

    def tell(self: Any, who: Any, member: Any, is_typing: bool) -> None:
        self.hub.whisper(self.hub.of(who[0]), wire.typing(who[0], member, is_typing))

    return tell
