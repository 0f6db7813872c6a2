"""A token is verified with the key that it brings along.

The library offers to take the key from the header, and the header is part of what is forged.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import jwt

BREAKS = "AUTH-ALG-03"
REPLACES = "reference_server.identity.tokens:Verifier.verify"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Prefer the key in the header."""

    async def verify(self: Any, token: str) -> Any:
        with contextlib.suppress(jwt.PyJWTError):
            header = jwt.get_unverified_header(token)
            if "jwk" in header:
                claims = self.claims(token, jwt.PyJWK(header["jwk"], header["alg"]), header["alg"])
                if claims is not None:
                    return self.caller(claims)
        return await original(self, token)

    return verify
