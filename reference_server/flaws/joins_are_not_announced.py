"""Nobody's open connection hears of a join.

Joins are stored by the REST side, which does not publish.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

BREAKS = "DLV-EVENTS-01"
REPLACES = "reference_server.broker.hub:Hub.deliver"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Pass on everything else."""

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        if json.loads(text)["type"] != "participant_joined":
            original(self, conversation_id, text)

    return deliver
