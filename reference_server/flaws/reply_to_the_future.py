"""A message may reply to an event that does not exist.

The number is stored as it came; it is no foreign key.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "MSG-REPLY-02"
REPLACES = "reference_server.core.timeline:check_references"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look at the mentions alone."""

    def check_references(conversation: Any, sent: Any) -> None:
        original(conversation, {**sent, "reply_to": None})

    return check_references
