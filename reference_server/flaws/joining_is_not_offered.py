"""There is no operation to join a conversation.

Participants are named at creation, and nobody thought of those who come later.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from reference_server.core import errors

BREAKS = "MEM-JOIN-01"
REPLACES = "reference_server.http:Rest.join"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave the operation out."""

    async def join(self: Any, conversation_id: str) -> NoReturn:
        raise errors.not_found()

    return join
