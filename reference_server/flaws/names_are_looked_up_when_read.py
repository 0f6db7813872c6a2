"""Who takes another name has said everything under that name.

Pages are joined with the table of members when they are read.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "GEN-NAME-04"
REPLACES = "reference_server.service.messages:page"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Show the present name."""

    async def page(service: Any, caller: Any, conversation_id: str, *asked: Any) -> Any:
        body = json.loads(await original(service, caller, conversation_id, *asked))
        present = service.ledger.conversation(conversation_id).members
        for event in body["events"]:
            author = event.get("participant", {})
            if event["type"] == "message" and author["participantId"] in present:
                author["displayName"] = present[author["participantId"]].display_name
        return wire.encode(body)

    return page
