"""A page of messages is shorter than asked for when somebody came or went.

The page is cut from the timeline first and filtered afterwards.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "HIST-MSG-02"
REPLACES = "reference_server.service.messages:page"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Cut, then filter."""

    async def page(service: Any, caller: Any, conversation_id: str, asked: Any, counted: bool) -> Any:
        body = json.loads(await original(service, caller, conversation_id, asked, False))
        if counted:
            body["events"] = [event for event in body["events"] if event["type"] == "message"]
        return wire.encode(body)

    return page
