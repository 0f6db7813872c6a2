"""Every second message fills a number that the one before it left out.

Two writers take turns, each with numbers of its own, and the second is one behind.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "RT-ORDER-01"
REPLACES = "reference_server.core.timeline:append"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave a number out, and let the next message have it."""
    left_out: dict[str, int] = {}

    def append(conversation: Any, *arguments: Any) -> Any:
        number = left_out.pop(conversation.id, None)
        if number is not None:
            change = original(replace(conversation, head=number - 1), *arguments)
            return replace(change, after=replace(change.after, head=conversation.head))
        if conversation.head == 0:
            return original(conversation, *arguments)
        left_out[conversation.id] = conversation.head + 1
        return original(replace(conversation, head=conversation.head + 1), *arguments)

    return append
