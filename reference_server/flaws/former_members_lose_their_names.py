"""What somebody said is shown under no name once they have left.

Authors are looked up among the present members when a page is read.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "HIST-SAME-01"
REPLACES = "reference_server.service.messages:page"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Blank the names of those who are not here."""

    async def page(service: Any, caller: Any, conversation_id: str, *asked: Any) -> Any:
        body = json.loads(await original(service, caller, conversation_id, *asked))
        present = service.ledger.conversation(conversation_id).members
        for event in body["events"]:
            if event["type"] == "message" and event["participant"]["participantId"] not in present:
                event["participant"]["displayName"] = "former member"
        return wire.encode(body)

    return page
