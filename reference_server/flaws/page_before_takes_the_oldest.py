"""A page before an event holds the oldest events instead of the nearest.

The query is ordered ascending and cut, whichever way one walks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "HIST-PAGE-03"
REPLACES = "reference_server.service.messages:page"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take them from the beginning."""

    async def page(service: Any, caller: Any, conversation_id: str, asked: Any, counted: bool) -> Any:
        if asked.before is not None:
            asked = replace(asked, after=0)
        return await original(service, caller, conversation_id, asked, counted)

    return page
