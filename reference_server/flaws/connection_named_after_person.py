"""The id of a connection is the id of its participant.

One connection for each person was all that anybody thought of.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "WS-CONNECTED-05"
REPLACES = "reference_server.socket:Sockets.connected"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Derive it."""

    def connected(self: Any, *arguments: Any) -> str:
        body = json.loads(original(self, *arguments))
        body["connection_id"] = body["participant"]["participantId"]
        return wire.encode(body)

    return connected
