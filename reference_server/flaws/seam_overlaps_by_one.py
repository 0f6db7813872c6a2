"""After a resume the last event of the first page comes once more, live.

The page is read up to the head, and the subscription begins at the head.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server import socket
from reference_server.core import wire

BREAKS = "DLV-NEXT-01"
REPLACES = "reference_server.socket:Sockets.greet"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Begin one too early."""

    def greet(self: Any, connection: Any, asked: Any) -> Any:
        admitted = original(self, connection, asked)
        after, _ = socket.position(asked)
        conversation = self.service.ledger.conversation(connection.conversation_id)
        if admitted and after is not None and after < conversation.head:
            tell()
            for event in self.service.store.follow(conversation.id, conversation.head - 1, 1):
                connection.send(wire.text_frame(event.text))
        return admitted

    return greet
