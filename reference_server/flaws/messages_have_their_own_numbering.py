"""Positions in the list of messages count messages instead of events.

The table of messages has a key of its own, and the query compares with that.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reference_server.core import wire

BREAKS = "HIST-MSG-03"
REPLACES = "reference_server.service.messages:page"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Skip as many messages as the number says."""

    async def page(service: Any, caller: Any, conversation_id: str, asked: Any, counted: bool) -> Any:
        if not counted or asked.after is None:
            return await original(service, caller, conversation_id, asked, counted)
        everything = replace(asked, after=0, limit=1_000_000)
        body = json.loads(await original(service, caller, conversation_id, everything, counted))
        behind = body["events"][asked.after :]
        body["events"], body["has_more"] = behind[: asked.limit], len(behind) > asked.limit
        return wire.encode(body)

    return page
