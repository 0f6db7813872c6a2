"""A page reports its own last event as the head of the timeline.

The number was at hand, and the head would have been another query.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "HIST-PAGE-09"
REPLACES = "reference_server.service.messages:page"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Report the last one listed."""

    async def page(*arguments: Any) -> Any:
        body = json.loads(await original(*arguments))
        if body["events"]:
            body["current_sequence_id"] = body["events"][-1]["sequence_id"]
        return wire.encode(body)

    return page
