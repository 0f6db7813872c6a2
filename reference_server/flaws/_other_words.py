"""What several flaws have in common: a refusal that tells by its words whether there is something."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from quart import Response, g

from reference_server import problems
from reference_server.core import wire
from reference_server.core.errors import Refusal


def in_other_words(original: Callable[..., Any], tell: Callable[[], None], detail: str) -> Callable[..., Any]:
    """Refuse a stranger with this detail where there is a conversation; status and code stay as they were."""

    @functools.wraps(original)
    async def operation(self: Any, conversation_id: str, **more: str) -> Any:
        try:
            return await original(self, conversation_id, **more)
        except Refusal as refusal:
            found = self.service.ledger.conversation(conversation_id)
            if refusal.code not in {"NOT_FOUND", "NOT_A_MEMBER"} or found is None or g.participant in found.members:
                raise
            tell()
            body = wire.problem(404, "Not found", detail, "NOT_FOUND", None)
            return Response(wire.encode(body), 404, problems.NOSNIFF, content_type=problems.PROBLEM)

    return operation
