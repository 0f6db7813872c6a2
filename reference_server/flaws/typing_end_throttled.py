"""The end of typing is dropped if it comes too soon.

The throttle does not tell true from false.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import limits

BREAKS = "TYP-STOP-01"
REPLACES = "reference_server.service.presence:Presence.typing"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Throttle both."""

    def typing(self: Any, conversation_id: str, member: Any, is_typing: bool) -> None:
        shown = self.typists.get((conversation_id, member.participant_id))
        interval = self.settings.limits.typing_interval_ms / 1000
        soon = shown is not None and not limits.may_show_typing(shown.shown_at, self.loop.time(), interval)
        if is_typing or not soon:
            original(self, conversation_id, member, is_typing)
        else:
            shown.end.cancel()

    return typing
