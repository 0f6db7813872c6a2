"""The first frame does not say how often the server pings.

The frame is built by hand, and the field was added to the contract later.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "WS-CONNECTED-02"
REPLACES = "reference_server.socket:Sockets.connected"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave it out."""

    def connected(self: Any, *arguments: Any) -> str:
        body = json.loads(original(self, *arguments))
        del body["heartbeat"]
        return wire.encode(body)

    return connected
