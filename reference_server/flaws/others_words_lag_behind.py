"""A page over REST lacks what others have said in the last 150 ms.

Somebody's own writes are read from the leader, everything else from a replica.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "RYW-MONO-01"
REPLACES = "reference_server.service.messages:page"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Cut the page where something fresh of another person begins."""

    async def page(service: Any, caller: Any, *arguments: Any) -> str:
        body = json.loads(await original(service, caller, *arguments))
        horizon, me = wire.timestamp(time.time() - 0.15), caller.participant_id
        mine = [one["sequence_id"] for one in body["events"] if one.get("participant", {}).get("participantId") == me]
        for event in body["events"]:
            if event["timestamp"] > horizon and event["sequence_id"] > max(mine, default=0):
                body["current_sequence_id"] = event["sequence_id"] - 1
                break
        body["events"] = [one for one in body["events"] if one["sequence_id"] <= body["current_sequence_id"]]
        return wire.encode(body)

    return page
