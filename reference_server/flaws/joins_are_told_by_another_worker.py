"""A `participant_joined` reaches open connections behind the messages that became visible with it.

Comings and goings are told by a worker of their own, which has its turn a moment later.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Any

BREAKS = "DLV-GAP-01"
REPLACES = "reference_server.broker.hub:Hub.deliver"
CHANCE = True


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Let joins wait for the end of the turn."""
    waiting: Counter[str] = Counter()

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        if '"type":"participant_joined"' in text[:40]:
            waiting[conversation_id] += 1
            asyncio.get_running_loop().call_soon(late, self, conversation_id, text)
            return
        if waiting[conversation_id] and self.of(conversation_id):
            tell()
        original(self, conversation_id, text)

    def late(hub: Any, conversation_id: str, text: str) -> None:
        waiting[conversation_id] -= 1
        original(hub, conversation_id, text)

    return deliver
