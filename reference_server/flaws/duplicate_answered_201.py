"""A message that is posted again is answered 201, as if it were new.

The handler answers what it always answers after a POST.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "MSG-DUP-03"
REPLACES = "reference_server.http:Rest.send"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Created, always."""

    async def send(self: Any, conversation_id: str) -> Any:
        response = await original(self, conversation_id)
        response.status_code = 201
        return response

    return send
