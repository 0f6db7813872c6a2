"""Who leaves is closed before anybody hears of it, and so does not get their own `participant_left`.

MEM-LEAVE-03 and DLV-EVENTS-02: the event is for the members who stay.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("MEM-LEAVE-03", "DLV-EVENTS-02", "MEM-REMOVE-02")
REPLACES = "reference_server.service.context:show"


def vary(original: Callable[..., None]) -> Callable[..., None]:
    """See them off, then show."""

    def show(hub: Any, presence: Any, change: Any) -> None:
        from reference_server.service import context

        for participant_id, reason in (change.gone or {}).items():
            context.see_off(hub, presence, change.after, participant_id, reason)
        original(hub, presence, change)

    return show
