"""Every third event of a timeline is stored and delivered to nobody.

A batch of fan-out is cut short, and what was left of it is thrown away.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

BREAKS = "DLV-GAP-01"
REPLACES = "reference_server.broker.hub:Hub.deliver"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Throw it away; what carries no number passes."""

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        if json.loads(text).get("sequence_id", 1) % 3 == 0 and self.of(conversation_id):
            tell()
        else:
            original(self, conversation_id, text)

    return deliver
