"""Who left and came back cannot read what was said while they were away.

Membership is kept as intervals, and the history is cut to them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "MEM-REJOIN-01"
REPLACES = "reference_server.service.messages:page"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Cut the time between leaving and returning out."""

    async def page(service: Any, caller: Any, *arguments: Any) -> str:
        body = json.loads(await original(service, caller, *arguments))
        shown, away = [], False
        for event in body["events"]:
            mine = event.get("participant", {}).get("participantId") == caller.participant_id
            if event["type"] == "participant_joined" and mine:
                away = False
            if not away:
                shown.append(event)
            if event["type"] == "participant_left" and mine:
                away = True
        body["events"] = shown
        return wire.encode(body)

    return page
