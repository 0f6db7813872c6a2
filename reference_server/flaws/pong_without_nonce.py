"""A pong carries no nonce.

The nonce is dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "HB-PONG-01"
REPLACES = "reference_server.session:Session.ping"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Drop it."""

    async def ping(self: Any, frame: Any) -> None:
        self.answer(frame, {"type": "pong"})

    return ping
