"""The timeline of a conversation is read by anybody, with or without a token.

Authentication was added route by route, and this route was added later.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quart import request

from reference_server import http
from reference_server.core import model, validate
from reference_server.service import messages

BREAKS = "AUTH-NONE-01"
REPLACES = "reference_server.http:Rest.events"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Answer who brings no credential as one of the members."""

    async def events(self: Any, conversation_id: str) -> Any:
        conversation = self.service.ledger.conversation(conversation_id)
        if "Authorization" in request.headers or conversation is None:
            return await original(self, conversation_id)
        somebody = model.Caller(next(iter(conversation.members)), "human", None, 0.0)
        asked = validate.page(http.query(), self.limits.history_page)
        return http.reply(await messages.page(self.service, somebody, conversation_id, asked, False))

    return events
