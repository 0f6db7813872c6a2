"""The list of messages holds every event of the timeline.

Both routes lead to one query, and the filter was forgotten.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "HIST-MSG-01"
REPLACES = "reference_server.service.messages:page"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Filter nothing."""

    async def page(service: Any, caller: Any, conversation_id: str, asked: Any, counted: bool) -> Any:
        return await original(service, caller, conversation_id, asked, False)

    return page
