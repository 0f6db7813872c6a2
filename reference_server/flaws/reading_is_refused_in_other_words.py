"""Who may not read a conversation is refused in other words than where there is none.

Status and code are shared; the detail was written by whoever wrote the handler.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quart import Response, g

from reference_server import problems
from reference_server.core import wire
from reference_server.core.errors import Refusal

BREAKS = "ISO-HIDE-01"
REPLACES = "reference_server.http:Rest.conversation"

DETAIL = "You cannot see this conversation"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Find other words where there is a conversation."""

    async def conversation(self: Any, conversation_id: str) -> Any:
        try:
            return await original(self, conversation_id)
        except Refusal as refusal:
            found = self.service.ledger.conversation(conversation_id)
            if refusal.code not in {"NOT_FOUND", "NOT_A_MEMBER"} or found is None or g.participant in found.members:
                raise
            tell()
            body = wire.problem(404, "Not found", DETAIL, "NOT_FOUND", None)
            return Response(wire.encode(body), 404, problems.NOSNIFF, content_type=problems.PROBLEM)

    return conversation
