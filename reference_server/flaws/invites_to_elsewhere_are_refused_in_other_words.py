"""Who brings an invite to another conversation learns that there is one here.

The text wants to help people who have mixed up two links.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quart import Response, request

from reference_server import problems
from reference_server.core import wire
from reference_server.core.errors import Refusal
from reference_server.service import context

BREAKS = "INV-USE-10"
REPLACES = "reference_server.http:Rest.join"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Find other words for an invite to elsewhere."""

    async def join(self: Any, conversation_id: str) -> Any:
        try:
            return await original(self, conversation_id)
        except Refusal as refusal:
            body = await request.get_json(silent=True)
            token = body.get("invite") if isinstance(body, dict) else None
            invite = self.service.store.invite_by_hash(context.hashed(token)) if isinstance(token, str) else None
            here = self.service.ledger.conversation(conversation_id)
            if refusal.code != "NOT_FOUND" or invite is None or here is None:
                raise
            tell()
            shown = wire.problem(404, "Not found", "This invite leads to another conversation", "NOT_FOUND", None)
            return Response(wire.encode(shown), 404, problems.NOSNIFF, content_type=problems.PROBLEM)

    return join
