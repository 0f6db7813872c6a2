"""The answer to leaving is declared as HTML.

The framework's default for a string, which one handler returns by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONT-TYPE-01"
REPLACES = "reference_server.http:Rest.leave"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave the default."""

    async def leave(self: Any, conversation_id: str) -> Any:
        response = await original(self, conversation_id)
        response.content_type = "text/html; charset=utf-8"
        return response

    return leave
