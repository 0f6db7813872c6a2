"""Around every event the server sends ephemeral events of its own: `x_delivered`, `x_metrics`.

Types that begin with `x_` are free (section 1.6, GEN-EXT-03), and clients pass over what is new to them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("GEN-EXT-03", "DLV-GAP-01", "ERR-ONE-01", "ERR-ONE-02")
REPLACES = "reference_server.broker.hub:Hub.deliver"


def vary(original: Callable[..., None]) -> Callable[..., None]:
    """One before, one behind."""

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        members = {"conversation_id": conversation_id, "x_count": 2}
        self.whisper(self.of(conversation_id), {"type": "x_metrics", **members})
        original(self, conversation_id, text)
        self.whisper(self.of(conversation_id), {"type": "x_delivered", **members})

    return deliver
