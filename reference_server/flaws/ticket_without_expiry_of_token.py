"""A connection opened by a ticket outlives the token that bought it.

The ticket stores the person, and a person has no expiry.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from reference_server.service import context

BREAKS = "AUTH-TKT-01"
REPLACES = "reference_server.service.tickets:redeem"


ONE_DAY = 86_400


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Give the connection a day."""

    async def redeem(service: Any, secret: str, conversation_id: str) -> Any:
        caller = await original(service, secret, conversation_id)
        return dataclasses.replace(caller, expires_at=context.now() + ONE_DAY)

    return redeem
