"""For a moment after joining, a person cannot read what they have joined.

Reading asks a cache of memberships that hears of a join a little later.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import errors, wire
from reference_server.service import context

BREAKS = "MEM-READY-01"
REPLACES = "reference_server.service.messages:page"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Not know the newest yet."""

    async def page(service: Any, caller: Any, conversation_id: str, *asked: Any) -> Any:
        _, member = await context.enter(service, caller, conversation_id)
        if member.rank > 0 and member.joined_at > wire.timestamp(context.now() - 0.3):
            raise errors.not_found()
        return await original(service, caller, conversation_id, *asked)

    return page
