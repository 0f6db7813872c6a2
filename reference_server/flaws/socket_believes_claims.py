"""A token's claims are believed on the socket, whoever signed them.

The socket route is outside of the authentication of the REST side.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jwt

from reference_server.core.errors import Refusal

BREAKS = "WS-CRED-03"
REPLACES = "reference_server.socket:Sockets.credential"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Read the claims and check nothing."""

    async def credential(self: Any, asked: Any, conversation_id: str) -> Any:
        try:
            return await original(self, asked, conversation_id)
        except Refusal:
            if asked.ticket or asked.authorization is None:
                raise
            token = asked.authorization.removeprefix("Bearer ")
            return self.service.verifier.caller(jwt.decode(token, options={"verify_signature": False}))

    return credential
