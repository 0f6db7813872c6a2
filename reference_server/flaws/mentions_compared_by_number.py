"""A used message_id with as many other mentions counts as a duplicate.

Of the mentions only their number is kept beside the key.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

BREAKS = "MSG-REUSE-02"
REPLACES = "reference_server.core.timeline:same_message"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Count them."""

    def same_message(first: Any, sent: Any) -> bool:
        stored = json.loads(first.text)
        alike = len(stored["mentions"]) == len(sent["mentions"])
        if alike and stored["mentions"] != sent["mentions"]:
            tell()
        return bool(stored["content"] == sent["content"] and alike)

    return same_message
