"""Who types too fast gets an error.

The limiter of messages is used for typing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import limits
from reference_server.core.errors import Refusal

BREAKS = "TYP-RATE-02"
REPLACES = "reference_server.service.presence:Presence.keep_typing"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse it."""

    def keep_typing(self: Any, who: Any, member: Any) -> None:
        typing = self.typists.get(who)
        interval = self.settings.limits.typing_interval_ms / 1000
        if typing is not None and not limits.may_show_typing(typing.shown_at, self.loop.time(), interval):
            raise Refusal("RATE_LIMITED", "Too much typing", 1)
        original(self, who, member)

    return keep_typing
