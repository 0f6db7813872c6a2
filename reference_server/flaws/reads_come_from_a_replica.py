"""What somebody else said can be read a few seconds later.

Reads are answered by a copy that is brought up to date now and then.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire
from reference_server.service import context

BREAKS = "GEN-SETTLE-01"
REPLACES = "reference_server.service.messages:page"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """End at what is some seconds old, or one's own."""

    async def page(service: Any, caller: Any, conversation_id: str, *asked: Any) -> Any:
        body = json.loads(await original(service, caller, conversation_id, *asked))
        copied = wire.timestamp(context.now() - 4)
        while body["events"] and body["events"][-1]["timestamp"] >= copied:
            newest = body["events"][-1]
            if newest.get("participant", {}).get("participantId") == caller.participant_id:
                break
            body["events"].pop()
            body["current_sequence_id"] = newest["sequence_id"] - 1
        return wire.encode(body)

    return page
