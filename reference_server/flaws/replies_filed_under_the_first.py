"""A reply to a reply comes back as a reply to the first message.

Threads are one level deep, and the server folds what is deeper.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "MSG-REPLY-01"
REPLACES = "reference_server.core.wire:message_event"
FIRST: dict[tuple[str, int], int] = {}


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Follow the replies to where they began."""

    def message_event(conversation: Any, sequence_id: int, sender: Any, sent: Any, now: str) -> Any:
        first = sent["reply_to"] and FIRST.get((conversation.id, sent["reply_to"]), sent["reply_to"])
        if first:
            FIRST[conversation.id, sequence_id] = first
        return original(conversation, sequence_id, sender, {**sent, "reply_to": first}, now)

    return message_event
