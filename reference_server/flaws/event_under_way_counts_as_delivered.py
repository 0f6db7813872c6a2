"""A client that resumes is not offered the event that came next when its connection broke.

The position is noted with what was being written, not with what had been taken; a proper goodbye clears the note.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from quart import websocket

from reference_server import asgi_websocket

BREAKS = "SYNC-AWAY-01"
REPLACES = "reference_server.socket:Sockets.converse"
CHANCE = True


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Start one event too late."""
    under_way: dict[tuple[str, str], int] = {}

    async def converse(self: Any, conversation_id: str, caller: Any, asked: Any) -> None:
        who = (conversation_id, caller.participant_id)
        conversation = self.service.ledger.conversation(conversation_id)
        if "after" in asked.query and who in under_way:
            start = max(int(asked.query["after"][0]), min(under_way.pop(who), conversation.head))
            asked = replace(asked, query={**asked.query, "after": [str(start)]})
        line = asgi_websocket.outlet_of(websocket.scope)
        await original(self, conversation_id, caller, asked)
        if line.conn.close_rcvd is None:  # type: ignore[attr-defined]
            under_way[who] = self.service.ledger.conversation(conversation_id).head + 1

    return converse
