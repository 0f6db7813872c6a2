"""A sync that does not reach the head says that the head is where its page ends.

The number is taken from the page instead of the conversation.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "SYNC-HEAD-01"
REPLACES = "reference_server.service.messages:sync"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take the last one's number."""

    def sync(*arguments: Any) -> str:
        body = json.loads(original(*arguments))
        if body["events"]:
            body["current_sequence_id"] = body["events"][-1]["sequence_id"]
        return wire.encode(body)

    return sync
