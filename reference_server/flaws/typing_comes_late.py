"""Typing that came too soon is shown later, message or not.

A throttle that keeps the last frame and sends it when its time has come.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import limits

BREAKS = "TYP-STOP-04"
REPLACES = "reference_server.service.presence:Presence.keep_typing"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Keep it for later."""

    def keep_typing(self: Any, who: Any, member: Any) -> None:
        typing = self.typists.get(who)
        interval = self.settings.limits.typing_interval_ms / 1000
        if typing is not None and not limits.may_show_typing(typing.shown_at, self.loop.time(), interval):
            self.loop.call_later(interval, self.tell, who, member, True)
        original(self, who, member)

    return keep_typing
