"""Words in content that look like variables are replaced by their values.

Notifications are templates, and the message goes through the same function.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

BREAKS = "CONT-INJECT-01"
REPLACES = "reference_server.core.wire:message_event"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Expand them."""

    def message_event(conversation: Any, sequence_id: int, sender: Any, sent: Any, now: str) -> Any:
        expanded = {**sent, "content": os.path.expandvars(sent["content"])}
        return original(conversation, sequence_id, sender, expanded, now)

    return message_event
