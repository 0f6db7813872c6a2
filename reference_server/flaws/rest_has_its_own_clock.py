"""An event read over REST carries another timestamp than the one on the socket.

Two serialisers, and one of them cuts the fraction off the seconds.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "ORD-SAME-01"
REPLACES = "reference_server.service.messages:page"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Cut the fraction off."""

    async def page(*arguments: Any) -> str:
        body = json.loads(await original(*arguments))
        for event in body["events"]:
            event["timestamp"] = event["timestamp"].split(".")[0].rstrip("Z") + "Z"
        return wire.encode(body)

    return page
