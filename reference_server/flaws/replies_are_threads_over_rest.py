"""Over REST a reply carries no `reply_to`, it is null.

The query for pages was written before there were replies, and one column short.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "ORD-SAME-01"
REPLACES = "reference_server.service.messages:page"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Forget the column."""

    async def page(*arguments: Any) -> str:
        body = json.loads(await original(*arguments))
        for event in body["events"]:
            if event.get("reply_to") is not None:
                tell()
                event["reply_to"] = None
        return wire.encode(body)

    return page
