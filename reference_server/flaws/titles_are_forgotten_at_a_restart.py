"""After a restart every conversation is called by its id.

The title is kept in memory, beside the conversation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "DUR-MEMBER-01"
REPLACES = "reference_server.storage.schema:conversation_of"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Read it without its title."""

    def conversation_of(row: Any, members: Any) -> Any:
        conversation = original(row, members)
        return replace(conversation, title=conversation.id)

    return conversation_of
