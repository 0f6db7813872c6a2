"""For a second after their removal, somebody still sees who types and who reads.

Events are no longer sent to a connection that is to be closed; what is not an event goes another way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ISO-EPHEM-01"
REPLACES = "reference_server.service.context:see_off"

LINGERS_S = 1.0
EVENTS = tuple(f'"type":"{kind}"'.encode() for kind in ("message", "participant_joined", "participant_left"))


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Close a little later, and keep only events back until then."""

    def see_off(hub: Any, presence: Any, conversation: Any, participant_id: str, reason: str) -> None:
        presence.forget(conversation.id, participant_id)
        for connection in hub.of_participant(conversation.id, participant_id):
            deafen(connection)
            presence.loop.call_later(LINGERS_S, connection.close, "done" if reason == "left" else "removed", reason)

    def deafen(connection: Any) -> None:
        send, offer = connection.send, connection.offer

        def answers_only(frame: bytes) -> None:
            if not any(kind in frame[:40] for kind in (*EVENTS, b'"type":"role_changed"')):
                send(frame)

        def whispers(frame: bytes) -> None:
            tell()
            offer(frame)

        connection.send, connection.offer = answers_only, whispers

    return see_off
