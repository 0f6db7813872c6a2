"""A message sent over REST is answered with 202 and nothing in it.

The handler hands the message to a queue and does not wait for its event.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server import http

BREAKS = "MSG-POST-01"
REPLACES = "reference_server.http:Rest.send"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Answer before there is an answer."""

    async def send(self: Any, conversation_id: str) -> Any:
        await original(self, conversation_id)
        return http.reply({"accepted": True}, 202)

    return send
