"""A sync page also replays who came online.

All outgoing frames go through one log, and the log is what sync reads.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "SYNC-EPHEM-01"
REPLACES = "reference_server.service.messages:sync"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Add what was never part of the timeline."""

    def sync(service: Any, conversation: Any, *arguments: Any) -> str:
        body = json.loads(original(service, conversation, *arguments))
        body["events"] += [wire.participant_update(conversation.id, name, True) for name in conversation.members]
        return wire.encode(body)

    return sync
