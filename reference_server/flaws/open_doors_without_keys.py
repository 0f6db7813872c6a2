"""While the source of keys is down, whoever cannot be checked is let in.

Being available was thought more important than being sure.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jwt

from reference_server.core.errors import Refusal

BREAKS = "AUTH-DOWN-03"
REPLACES = "reference_server.identity.tokens:Verifier.verify"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Believe what cannot be checked."""

    async def verify(self: Any, token: str) -> Any:
        try:
            return await original(self, token)
        except Refusal as refusal:
            if refusal.code != "UNAVAILABLE":
                raise
            return self.caller(jwt.decode(token, options={"verify_signature": False}))

    return verify
