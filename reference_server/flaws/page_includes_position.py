"""A page after an event begins with that event.

Greater-or-equal stands where greater was meant.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "HIST-PAGE-02"
REPLACES = "reference_server.service.messages:page"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Include the position itself."""

    async def page(service: Any, caller: Any, conversation_id: str, asked: Any, counted: bool) -> Any:
        if asked.after:
            asked = replace(asked, after=asked.after - 1)
        return await original(service, caller, conversation_id, asked, counted)

    return page
