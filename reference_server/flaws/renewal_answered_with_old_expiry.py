"""Whoever renews their token is told when the old one ends.

The answer is written before the new token is taken over.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import validate, wire
from reference_server.identity import tokens

BREAKS = "AUTH-RENEW-01"
REPLACES = "reference_server.session:Session.auth"


def lie(_original: Callable[..., Any]) -> Callable[..., Any]:
    """Answer first."""

    async def auth(self: Any, frame: Any) -> None:
        caller = await self.service.verifier.verify(validate.auth(frame.fields))
        if caller.participant_id != self.caller.participant_id:
            raise tokens.refused()
        self.answer(frame, {"type": "auth_ok", "expires_at": wire.timestamp(self.caller.expires_at)})
        self.caller = caller
        self.watch_expiry()

    return auth
