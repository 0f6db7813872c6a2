"""A page over REST shows the timeline as it was 150 ms ago.

Reads go to a replica.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "RYW-REST-01"
REPLACES = "reference_server.service.messages:page"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave out what is too fresh."""

    async def page(*arguments: Any) -> str:
        body = json.loads(await original(*arguments))
        horizon = wire.timestamp(time.time() - 0.15)
        fresh = [event["sequence_id"] for event in body["events"] if event["timestamp"] > horizon]
        if fresh:
            body["current_sequence_id"] = fresh[0] - 1
            body["events"] = [event for event in body["events"] if event["sequence_id"] < fresh[0]]
        return wire.encode(body)

    return page
