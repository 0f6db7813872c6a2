"""Who comes into a closed conversation by a link reads nothing of what was said before.

The past of a conversation by invite is taken for private to those who were there.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "INV-SHARE-01"
REPLACES = "reference_server.service.messages:page"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Begin at the moment in which the caller came."""

    async def page(service: Any, caller: Any, conversation_id: str, *arguments: Any) -> str:
        text: str = await original(service, caller, conversation_id, *arguments)
        conversation = service.ledger.conversation(conversation_id)
        if conversation.access == "open":
            return text
        came = conversation.members[caller.participant_id].rank
        body = json.loads(text)
        seen = [event for event in body["events"] if event["sequence_id"] >= came]
        if len(seen) < len(body["events"]):
            tell()
        return wire.encode({**body, "events": seen})

    return page
