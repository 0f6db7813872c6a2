"""A handshake with a bearer token is refused: only tickets were thought of.

Written for browsers, which cannot set the header; everybody else is locked out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.identity import tokens

BREAKS = "WS-UPGRADE-01"
REPLACES = "reference_server.socket:Sockets.credential"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Overlook the Authorization header."""

    async def credential(self: Any, asked: Any, conversation_id: str) -> Any:
        if asked.ticket is None:
            raise tokens.refused()
        return await original(self, asked, conversation_id)

    return credential
