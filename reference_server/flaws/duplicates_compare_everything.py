"""A message sent again with another reply_to or other metadata is refused as another message.

Whole bodies are compared, because that was one line.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

BREAKS = "MSG-DUP-10"
REPLACES = "reference_server.core.timeline:same_message"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Compare too much."""

    def same_message(known: Any, sent: Any) -> bool:
        stored = json.loads(known.text)
        return all(stored[name] == sent[name] for name in ("content", "mentions", "reply_to", "metadata"))

    return same_message
