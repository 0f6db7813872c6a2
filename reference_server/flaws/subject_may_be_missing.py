"""Whoever has a token without a subject is somebody called anonymous.

A missing subject becomes a default, and so everybody without one is the same person.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import jwt

BREAKS = "AUTH-SUB-01"
REPLACES = "reference_server.identity.tokens:Verifier.claims"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Put a name where there is none."""

    def claims(self: Any, token: str, key: Any, algorithm: str) -> Any:
        with contextlib.suppress(jwt.PyJWTError):
            found = jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                issuer=self.settings.issuer,
                audience=self.settings.audience,
                options={"require": ["iss", "aud", "exp"]},
            )
            if "sub" not in found:
                return {**found, "sub": "anonymous"}
        return original(self, token, key, algorithm)

    return claims
