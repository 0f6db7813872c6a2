"""A page that somebody has just asked for is answered from a cache for a second.

The cache is keyed by the question, and a write does not empty it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

BREAKS = "RYW-REST-01"
REPLACES = "reference_server.service.messages:page"

KEPT_S = 1.0


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Remember answers."""
    kept: dict[tuple[Any, ...], tuple[float, str]] = {}

    async def page(service: Any, caller: Any, conversation_id: str, asked: Any, counted: bool) -> str:
        fresh: str = await original(service, caller, conversation_id, asked, counted)
        key, now = (caller.participant_id, conversation_id, asked, counted), time.monotonic()
        if key not in kept or now - kept[key][0] > KEPT_S:
            kept[key] = (now, fresh)
        if kept[key][1] != fresh:
            tell()
        return kept[key][1]

    return page
