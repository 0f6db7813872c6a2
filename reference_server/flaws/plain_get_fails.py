"""A GET of the socket's path without an upgrade is answered with 500.

The handler reads a header that is not there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "WS-PLAIN-01"
REPLACES = "reference_server.http:Rest.plain_get_of_the_socket"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Fail on what is missing."""

    async def plain_get_of_the_socket(self: Any, conversation_id: str) -> Any:
        raise KeyError("sec-websocket-key")

    return plain_get_of_the_socket
