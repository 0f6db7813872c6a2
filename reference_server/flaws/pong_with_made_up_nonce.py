"""The pong to a ping without nonce carries one.

A default that is sent too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "HB-PONG-02"
REPLACES = "reference_server.session:Session.ping"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Make one up."""

    async def ping(self: Any, frame: Any) -> None:
        if "nonce" in frame.fields.members:
            await original(self, frame)
        else:
            self.answer(frame, {"type": "pong", "nonce": ""})

    return ping
