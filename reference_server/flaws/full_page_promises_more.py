"""After a page that is just full there is always said to be more.

The flag compares the page's length with its limit.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "HIST-PAGE-05"
REPLACES = "reference_server.service.messages:page"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Guess from the length."""

    async def page(service: Any, caller: Any, conversation_id: str, asked: Any, counted: bool) -> Any:
        body = json.loads(await original(service, caller, conversation_id, asked, counted))
        if asked.after is not None:
            body["has_more"] = len(body["events"]) == asked.limit
        return wire.encode(body)

    return page
