"""Typographic quotes and dashes are replaced by those of a typewriter.

Somebody's terminal could not show them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONT-EXACT-01"
REPLACES = "reference_server.core.wire:message_event"

PLAINER = str.maketrans("\u2018\u2019\u201c\u201d\u2013\u2014", "''\"\"--")


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Store what a terminal shows."""

    def message_event(conversation: Any, sequence_id: int, sender: Any, sent: Any, now: str) -> Any:
        plainer = sent["content"].translate(PLAINER)
        if plainer != sent["content"]:
            tell()
        return original(conversation, sequence_id, sender, {**sent, "content": plainer}, now)

    return message_event
