"""There is no operation to read one conversation.

Clients were to find it in their list.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from reference_server.core import errors

BREAKS = "CONV-GET-01"
REPLACES = "reference_server.http:Rest.conversation"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave the operation out."""

    async def conversation(self: Any, conversation_id: str) -> NoReturn:
        raise errors.not_found()

    return conversation
