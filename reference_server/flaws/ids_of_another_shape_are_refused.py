"""An id of another shape than the server's own is answered with 400.

The id is parsed, and the parser's refusal goes through.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "CONV-GET-06"
REPLACES = "reference_server.http:Rest.conversation"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Parse it."""

    async def conversation(self: Any, conversation_id: str) -> Any:
        if not conversation_id.startswith("c_"):
            raise Refusal("INVALID_REQUEST", "conversation_id: an id is wanted")
        return await original(self, conversation_id)

    return conversation
