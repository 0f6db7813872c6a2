"""A page of events never holds the newest one.

An off-by-one in the upper bound, unseen where something newer soon follows.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "HIST-EVENTS-01"
REPLACES = "reference_server.service.messages:page"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave the last one out."""

    async def page(*arguments: Any) -> str:
        body = json.loads(await original(*arguments))
        body["events"] = [event for event in body["events"] if event["sequence_id"] < body["current_sequence_id"]]
        return wire.encode(body)

    return page
