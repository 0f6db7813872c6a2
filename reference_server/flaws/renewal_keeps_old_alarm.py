"""Whoever renews their token is thrown out when the old one ends.

The timer of the handshake is not replaced.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import validate, wire
from reference_server.identity import tokens

BREAKS = "AUTH-RENEW-02"
REPLACES = "reference_server.session:Session.auth"


def lie(_original: Callable[..., Any]) -> Callable[..., Any]:
    """Take the token over, and leave the alarm as it is."""

    async def auth(self: Any, frame: Any) -> None:
        caller = await self.service.verifier.verify(validate.auth(frame.fields))
        if caller.participant_id != self.caller.participant_id:
            raise tokens.refused()
        self.caller = caller
        self.answer(frame, {"type": "auth_ok", "expires_at": wire.timestamp(caller.expires_at)})

    return auth
