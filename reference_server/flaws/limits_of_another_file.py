"""The first frame names the limits of the shipped configuration, whatever is set.

Two places read the configuration, and one of them before the command line.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "WS-CONNECTED-06"
REPLACES = "reference_server.socket:Sockets.connected"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Name a limit that nobody enforces."""

    def connected(self: Any, *arguments: Any) -> str:
        body = json.loads(original(self, *arguments))
        body["limits"]["max_content_length"] += 1
        return wire.encode(body)

    return connected
