"""The resource that a member reads lacks `stream_id`.

The member was added to the answer of the creation only.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "CONV-GET-01"
REPLACES = "reference_server.http:Rest.conversation"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave it out."""

    async def conversation(self: Any, conversation_id: str) -> Any:
        response = await original(self, conversation_id)
        body = json.loads(await response.get_data())
        body.pop("stream_id", None)
        response.set_data(wire.encode(body))
        return response

    return conversation
