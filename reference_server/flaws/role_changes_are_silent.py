"""A role is changed, and no open connection hears of it.

The members table is updated, and a notification was never written.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

BREAKS = "DLV-EVENTS-03"
REPLACES = "reference_server.broker.hub:Hub.deliver"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Pass on everything else."""

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        if json.loads(text)["type"] != "role_changed":
            original(self, conversation_id, text)

    return deliver
