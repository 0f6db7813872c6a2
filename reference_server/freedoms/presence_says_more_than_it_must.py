"""An update of presence lists everybody in the conversation, comes twice, and goes to the one it is about, too.

PRES-UPDATE-01 wants an update that lists them; the schema takes many, and nothing forbids a second.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("PRES-UPDATE-01", "PRES-UPDATE-02", "PRES-UPDATE-03")
REPLACES = "reference_server.service.presence:Presence.update"


def vary(_original: Callable[..., None]) -> Callable[..., None]:
    """List all who are known to be online, and the one who is not."""

    def update(self: Any, who: tuple[str, str], online: bool) -> None:
        if not self.settings.has("presence"):
            return
        from reference_server.core import wire

        conversation_id, participant_id = who
        frame = wire.participant_update(conversation_id, participant_id, online)
        here = {one.participant_id for one in self.hub.of(conversation_id)} - {participant_id}
        frame["participants"] += [{"participantId": one, "isOnline": True} for one in sorted(here)]
        for _ in range(2):
            self.hub.whisper(self.hub.of(conversation_id), frame)

    return update
