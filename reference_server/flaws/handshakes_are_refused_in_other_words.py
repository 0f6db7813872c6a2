"""A stranger's handshake is refused in other words than one to a conversation that does not exist.

The status was made equal, the text was not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quart import Response, g

from reference_server import problems
from reference_server.core import wire

BREAKS = "ISO-HIDE-07"
REPLACES = "reference_server.socket:Sockets.connect"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Find other words where there is a conversation."""

    async def connect(self: Any, conversation_id: str) -> Any:
        answer = await original(self, conversation_id)
        found = self.service.ledger.conversation(conversation_id)
        if answer is None or answer.status_code != 404 or found is None or g.participant in found.members:
            return answer
        tell()
        body = wire.problem(404, "Not found", "Only members can follow this conversation", "NOT_FOUND", None)
        return Response(wire.encode(body), 404, problems.NOSNIFF, content_type=problems.PROBLEM)

    return connect
