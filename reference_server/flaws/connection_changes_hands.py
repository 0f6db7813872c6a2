"""A connection becomes that of whoever's token is presented on it.

Renewing sets the identity of the connection, and nobody compares it with the one before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import validate, wire

BREAKS = "AUTH-RENEW-03"
REPLACES = "reference_server.session:Session.auth"


def lie(_original: Callable[..., Any]) -> Callable[..., Any]:
    """Take any valid token."""

    async def auth(self: Any, frame: Any) -> None:
        self.caller = await self.service.verifier.verify(validate.auth(frame.fields))
        self.watch_expiry()
        self.answer(frame, {"type": "auth_ok", "expires_at": wire.timestamp(self.caller.expires_at)})

    return auth
