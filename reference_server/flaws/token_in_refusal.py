"""The refusal of a token shows the token.

It was put into the text to help those who write clients.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quart import request

from reference_server.core.errors import Refusal

BREAKS = "ERR-LEAK-02"
REPLACES = "reference_server.http:Rest.caller"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Show it."""

    async def caller(self: Any) -> Any:
        try:
            return await original(self)
        except Refusal as refusal:
            shown = request.headers.get("Authorization", "none")
            raise Refusal(refusal.code, f"Not a valid credential: {shown}") from None

    return caller
