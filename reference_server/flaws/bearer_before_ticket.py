"""Where a bearer token and a ticket are presented, the ticket is not looked at.

The first credential found wins.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

BREAKS = "WS-CRED-02"
REPLACES = "reference_server.socket:Sockets.credential"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Forget the ticket."""

    async def credential(self: Any, asked: Any, conversation_id: str) -> Any:
        if asked.authorization is not None:
            asked = dataclasses.replace(asked, query={})
        return await original(self, asked, conversation_id)

    return credential
