"""A message sent over REST is stored, and no open connection hears of it.

The handler was written before there was a hub, and nobody went back.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from quart import request

BREAKS = "DLV-REST-01"
REPLACES = "reference_server.http:Rest.send"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Keep what comes over REST from the hub."""
    silent: set[str] = set()

    async def send(self: Any, conversation_id: str) -> Any:
        hub = self.service.hub
        if "deliver" not in vars(hub):
            publish = hub.deliver

            def deliver(room: str, text: str) -> None:
                if json.loads(text).get("message_id") not in silent:
                    publish(room, text)

            hub.deliver = deliver
        sent = json.loads(bytes(await request.body))
        silent.add(sent.get("message_id"))
        return await original(self, conversation_id)

    return send
