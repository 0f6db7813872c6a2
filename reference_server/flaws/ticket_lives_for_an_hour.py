"""A ticket is good for an hour.

It was given the lifetime of the session that buys it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "TKT-BUY-01"
REPLACES = "reference_server.service.tickets:sell"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Say how long it is good for."""

    async def sell(service: Any, caller: Any, conversation_id: str) -> Any:
        sold = await original(service, caller, conversation_id)
        return {**sold, "expires_in": 3600}

    return sell
