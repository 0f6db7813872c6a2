"""A page of the newest events never says that there are earlier ones.

The flag always looks at the head, whichever way one walks.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "HIST-PAGE-06"
REPLACES = "reference_server.service.messages:page"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Ask whether there are later ones."""

    async def page(service: Any, caller: Any, conversation_id: str, asked: Any, counted: bool) -> Any:
        body = json.loads(await original(service, caller, conversation_id, asked, counted))
        last = body["events"][-1]["sequence_id"] if body["events"] else body["current_sequence_id"]
        body["has_more"] = last < body["current_sequence_id"]
        return wire.encode(body)

    return page
