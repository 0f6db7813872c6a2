"""A token that asks for no algorithm gets none.

The algorithm is taken from the token; `none` is refused, but only as it is spelled in the specification.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import jwt

BREAKS = "AUTH-ALG-01"
REPLACES = "reference_server.identity.tokens:Verifier.verify"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Compare with one spelling, and ask the library in small letters."""

    async def verify(self: Any, token: str) -> Any:
        with contextlib.suppress(jwt.PyJWTError):
            algorithm = str(jwt.get_unverified_header(token).get("alg"))
            if algorithm != "none" and algorithm.lower() == "none":
                return self.caller(jwt.decode(token, options={"verify_signature": False}))
        return await original(self, token)

    return verify
