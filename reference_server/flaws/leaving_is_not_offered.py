"""There is no operation to leave a conversation.

What can remove a participant exists inside, and no route leads to it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from reference_server.core import errors

BREAKS = "MEM-LEAVE-01"
REPLACES = "reference_server.http:Rest.leave"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave the operation out."""

    async def leave(self: Any, conversation_id: str) -> NoReturn:
        raise errors.not_found()

    return leave
