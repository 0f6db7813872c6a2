"""Read again, an event no longer mentions those who have left since.

Mentions are joined with the members when a page is made.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "HIST-SAME-01"
REPLACES = "reference_server.service.messages:page"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Keep the mentions of those who are there."""

    async def page(service: Any, caller: Any, conversation_id: str, asked: Any, counted: bool) -> str:
        body = json.loads(await original(service, caller, conversation_id, asked, counted))
        members = service.ledger.conversation(conversation_id).members
        for event in body["events"]:
            mentions = event.get("mentions", [])
            event.update({"mentions": [one for one in mentions if one in members]} if mentions else {})
            if event.get("mentions", []) != mentions:
                tell()
        return wire.encode(body)

    return page
