"""Everybody is told that they are the first participant of the list.

The participant is looked up by position, which is right for whoever creates.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "WS-CONNECTED-03"
REPLACES = "reference_server.socket:Sockets.connected"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take the first."""

    def connected(self: Any, *arguments: Any) -> str:
        body = json.loads(original(self, *arguments))
        body["participant"] = body["participants"][0]
        return wire.encode(body)

    return connected
