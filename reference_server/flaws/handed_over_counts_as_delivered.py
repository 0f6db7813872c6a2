"""A client that resumes is not offered what an earlier connection of its had been handed, read or not.

What was written to the network counts as delivered, if nobody said goodbye.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "SYNC-AWAY-01"
REPLACES = "reference_server.socket:Sockets.connected"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Start behind what was ever handed over."""
    handed: dict[tuple[str, str], int] = {}
    lines: dict[tuple[str, str], Any] = {}

    def connected(self: Any, connection: Any, conversation: Any, asked: Any) -> Any:
        who = (conversation.id, connection.participant_id)
        if who in lines and lines[who].conn.close_rcvd is not None:
            handed.pop(who)
        lines[who] = connection.outlet
        if "after" in asked.query:
            start = max(int(asked.query["after"][0]), handed.get(who, 0))
            asked = replace(asked, query={**asked.query, "after": [str(min(start, conversation.head))]})
        handed[who] = max(conversation.head, handed.get(who, 0))
        send = connection.send

        def noted(frame: bytes) -> None:
            start = 2 if frame[1] < 126 else 4 if frame[1] == 126 else 10
            number = json.loads(frame[start:]).get("sequence_id")
            handed[who] = max(number or 0, handed[who])
            send(frame)

        connection.send = noted
        return original(self, connection, conversation, asked)

    return connected
