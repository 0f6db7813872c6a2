"""`connected` says a position one below the one where the connection begins.

The position is read before the last event has been counted.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "DLV-NEXT-01"
REPLACES = "reference_server.socket:Sockets.connected"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Subtract one."""

    def connected(self: Any, *arguments: Any) -> str:
        body = json.loads(original(self, *arguments))
        body["current_sequence_id"] = max(0, body["current_sequence_id"] - 1)
        return wire.encode(body)

    return connected
