"""A ticket is refused to whoever is no browser.

Tickets were made for pages, and the check takes it for granted that one is there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.identity import tokens

BREAKS = "TKT-USE-01"
REPLACES = "reference_server.socket:Sockets.credential"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse a ticket that no page presents."""

    async def credential(self: Any, asked: Any, conversation_id: str) -> Any:
        if asked.ticket is not None and asked.origin is None:
            raise tokens.refused()
        return await original(self, asked, conversation_id)

    return credential
