"""After a restart the last two events of each conversation have changed places.

The timeline is rebuilt from a log that is read backward, and keeps its `stream_id`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "GEN-STREAM-02"
REPLACES = "reference_server.storage.sqlite:SqliteStore.__init__"


LAST_TWO = "SELECT sequence_id, text FROM events WHERE conversation_id = ? ORDER BY sequence_id DESC LIMIT 2"
FREE = "UPDATE events SET message_id = message_id || '-' WHERE conversation_id = ? AND sequence_id = ?"
PUT = "UPDATE events SET text = ?, message_id = ? WHERE conversation_id = ? AND sequence_id = ?"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Exchange the last two, if they are messages."""

    def exchange(writer: Any, conversation_id: str) -> None:
        events = {number: json.loads(text) for number, text in writer.execute(LAST_TWO, (conversation_id,)).fetchall()}
        if len(events) < 2 or any(event["type"] != "message" for event in events.values()):
            return
        for number in events:
            writer.execute(FREE, (conversation_id, number))
        for number, event in zip(sorted(events), [events[key] for key in sorted(events, reverse=True)], strict=True):
            text = wire.encode({**event, "sequence_id": number})
            writer.execute(PUT, (text, event["message_id"], conversation_id, number))

    def opened(self: Any, folder: Any) -> None:
        original(self, folder)
        self.release()
        for (conversation_id,) in self.writer.execute("SELECT id FROM conversations WHERE head > 1").fetchall():
            exchange(self.writer, conversation_id)
        self.refresh()

    return opened
