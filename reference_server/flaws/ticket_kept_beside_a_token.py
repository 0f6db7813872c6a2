"""A ticket that comes together with a bearer token is refused and stays good.

The handshake is turned away before anybody looks at the ticket.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "TKT-USE-06"
REPLACES = "reference_server.socket:Sockets.spoil"


def lie(_original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave the ticket alone."""

    async def spoil(self: Any, ticket: str, conversation_id: str) -> None:
        """Nothing was let in, so that nothing was used."""

    return spoil
