"""Who joins later cannot read what was said before.

The page is cut at the joiner's own first event, as other products do it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "HIST-LATE-01"
REPLACES = "reference_server.service.messages:page"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Begin at the caller's own join."""

    async def page(service: Any, caller: Any, *arguments: Any) -> str:
        body = json.loads(await original(service, caller, *arguments))
        first = [
            event["sequence_id"]
            for event in body["events"]
            if event["type"] == "participant_joined" and event["participant"]["participantId"] == caller.participant_id
        ]
        body["events"] = [event for event in body["events"] if event["sequence_id"] >= min(first, default=0)]
        return wire.encode(body)

    return page
