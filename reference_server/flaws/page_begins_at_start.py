"""A page that was asked for without a position shows the oldest events.

The default of the position is 0, and nobody asked for a room with more than one page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "HIST-PAGE-01"
REPLACES = "reference_server.service.messages:page"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Begin at 0 where nothing was said."""

    async def page(service: Any, caller: Any, conversation_id: str, asked: Any, counted: bool) -> Any:
        if asked.after is None and asked.before is None:
            asked = replace(asked, after=0)
        return await original(service, caller, conversation_id, asked, counted)

    return page
