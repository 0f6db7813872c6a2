"""A GET of the socket's path that is no handshake is answered with 404, and another version with 400.

WS-PLAIN-01: a 4xx status; WS-VERSION-01: 426 or 400.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("WS-PLAIN-01", "WS-VERSION-01", "ERR-STATUS-01")
REPLACES = "reference_server.http:Rest.plain_get_of_the_socket"


def vary(_original: Callable[..., Any]) -> Callable[..., Any]:
    """A path that only sockets have."""

    async def plain_get_of_the_socket(_self: Any, conversation_id: str) -> Any:
        from quart import request

        from reference_server.core import errors
        from reference_server.core.errors import Refusal

        if "Upgrade" in request.headers:
            raise Refusal("INVALID_REQUEST", f"No handshake for {len(conversation_id)} letters")
        raise errors.not_found()

    return plain_get_of_the_socket
