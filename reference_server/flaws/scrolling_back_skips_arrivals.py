"""Walking backward shows messages only, walking forward everything.

The older of the two queries was written when there were no other events.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "HIST-PAGE-11"
REPLACES = "reference_server.service.messages:page"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Filter in one direction."""

    async def page(service: Any, caller: Any, conversation_id: str, asked: Any, counted: bool) -> Any:
        counted = counted or asked.before is not None
        return await original(service, caller, conversation_id, asked, counted)

    return page
