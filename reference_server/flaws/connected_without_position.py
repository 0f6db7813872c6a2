"""The first frame greets, but does not say where in the timeline the connection begins.

A client cannot tell whether it missed something before it came.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "WS-CONNECTED-01"
REPLACES = "reference_server.socket:Sockets.connected"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave the position out."""

    def connected(self: Any, *arguments: Any) -> str:
        body = json.loads(original(self, *arguments))
        del body["current_sequence_id"]
        return wire.encode(body)

    return connected
