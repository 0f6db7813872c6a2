"""Markup in content is escaped when it is stored.

A scanner complained about a web page, and it was mended in the wrong place.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

BREAKS = "CONT-HTML-01"
REPLACES = "reference_server.core.wire:message_event"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Escape it."""

    def message_event(conversation: Any, sequence_id: int, sender: Any, sent: Any, now: str) -> Any:
        escaped = {**sent, "content": html.escape(sent["content"])}
        return original(conversation, sequence_id, sender, escaped, now)

    return message_event
