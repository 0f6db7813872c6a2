"""What was in the queue of a reader who was cut off is never offered to them again.

A person's position moves when an event is put into their queue, and a sync goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "SLOW-SYNC-01"
REPLACES = "reference_server.session:Session.__init__"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Begin a sync behind the position at which the person was cut off as too slow."""
    queued: dict[tuple[str, str], int] = {}

    def init(self: Any, service: Any, connection: Any, *more: Any) -> None:
        original(self, service, connection, *more)
        who = (connection.conversation_id, connection.participant_id)
        say_goodbye, answer = connection.close, self.sync

        def close(why: str, reason: str = "") -> None:
            if why == "slow" and not connection.closed:
                queued[who] = service.ledger.conversation(connection.conversation_id).head
            say_goodbye(why, reason)

        async def sync(frame: Any) -> None:
            asked = frame.fields.members.get("last_sequence_id")
            if isinstance(asked, int) and asked < queued.get(who, 0):
                frame.fields.members["last_sequence_id"] = queued[who]
            await answer(frame)

        connection.close, self.sync = close, sync

    return init
