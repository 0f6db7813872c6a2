"""Each fragment is taken for a message of its own.

The final bit is not looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "WS-FRAG-01"
REPLACES = "reference_server.server:ChatWebSocketProtocol.handle_text"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take the first fragment for all."""

    def handle_text(self: Any, event: Any) -> None:
        event.fin = True
        original(self, event)

    return handle_text
