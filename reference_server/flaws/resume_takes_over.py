"""A connection that resumes silences the participant's other ones: it is taken for the return of one of them.

Who resumes has lost a connection, so the one that is still registered must be the dead one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server import socket

BREAKS = "PEER-OPEN-01"
REPLACES = "reference_server.socket:Sockets.greet"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Take the others out of the fan-out."""

    def greet(self: Any, connection: Any, asked: Any) -> Any:
        if socket.position(asked)[0] is not None:
            for other in self.service.hub.of_participant(connection.conversation_id, connection.participant_id):
                tell()
                self.service.hub.remove(other)
        return original(self, connection, asked)

    return greet
