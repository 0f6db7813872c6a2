"""A stranger who wants a ticket is refused in other words than where there is no conversation.

The box office looks for the conversation first, and then for the member.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quart import Response, g, request

from reference_server import problems
from reference_server.core import wire
from reference_server.core.errors import Refusal

BREAKS = "ISO-HIDE-06"
REPLACES = "reference_server.http:Rest.sell_ticket"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Find other words where there is a conversation."""

    async def sell_ticket(self: Any) -> Any:
        try:
            return await original(self)
        except Refusal as refusal:
            wanted = await request.get_json(silent=True)
            found = self.service.ledger.conversation(wanted["conversation_id"]) if wanted else None
            if refusal.code != "NOT_FOUND" or found is None or g.participant in found.members:
                raise
            tell()
            body = wire.problem(404, "Not found", "Tickets are for members", "NOT_FOUND", None)
            return Response(wire.encode(body), 404, problems.NOSNIFF, content_type=problems.PROBLEM)

    return sell_ticket
