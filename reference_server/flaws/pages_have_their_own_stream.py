"""Pages over REST name another stream than the socket does.

Each layer makes the id up from what it has at hand.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "GEN-STREAM-01"
REPLACES = "reference_server.service.messages:page"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Name it after the conversation."""

    async def page(service: Any, caller: Any, conversation_id: str, *asked: Any) -> Any:
        body = json.loads(await original(service, caller, conversation_id, *asked))
        return wire.encode({**body, "stream_id": conversation_id})

    return page
