"""The address that a token names for its key is fetched before the token is refused.

The keys are gathered first and the checks come after, so that a stranger chooses where the server calls.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

import jwt

from reference_server.identity import keys

BREAKS = "AUTH-ALG-04"
REPLACES = "reference_server.identity.tokens:Verifier.verify"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Fetch, then refuse."""

    async def verify(self: Any, token: str) -> Any:
        with contextlib.suppress(jwt.PyJWTError, keys.SourceDown):
            address = jwt.get_unverified_header(token).get("jku")
            if address is not None:
                await asyncio.to_thread(keys.download, address)
        return await original(self, token)

    return verify
