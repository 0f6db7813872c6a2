"""A token without an expiry is good for ever.

Expiry is checked where it is present, and nobody demands that it is.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import jwt

BREAKS = "AUTH-EXP-02"
REPLACES = "reference_server.identity.tokens:Verifier.claims"


FAR_AWAY = 2**33


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Demand everything but the expiry."""

    def claims(self: Any, token: str, key: Any, algorithm: str) -> Any:
        with contextlib.suppress(jwt.PyJWTError):
            found = jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                issuer=self.settings.issuer,
                audience=self.settings.audience,
                options={"require": ["iss", "aud", "sub"]},
            )
            if "exp" not in found:
                return {**found, "exp": FAR_AWAY}
        return original(self, token, key, algorithm)

    return claims
