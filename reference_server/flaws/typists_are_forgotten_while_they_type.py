"""Whoever stops typing, and soon begins again, types for ever.

What was kept of the first time is thrown away when its interval is over, and the second time with it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "TYP-STOP-02"
REPLACES = "reference_server.service.presence:Presence.drop_idle"


def lie(original: Callable[..., None], tell: Callable[[], None]) -> Callable[..., None]:
    """Forget them, whatever they do by then."""

    def drop_idle(self: Any, who: Any) -> None:
        typing = self.typists.get(who)
        if typing is None or typing.end is None:
            original(self, who)
            return
        tell()
        del self.typists[who]

    return drop_idle
