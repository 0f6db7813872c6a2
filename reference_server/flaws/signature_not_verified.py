"""A token's claims are believed whoever signed them.

Decoding and verifying are two calls, and the second was left out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jwt

BREAKS = "AUTH-SIG-01"
REPLACES = "reference_server.identity.tokens:Verifier.claims"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Read the claims and check nothing about the signature."""

    def claims(self: Any, token: str, key: Any, algorithm: str) -> Any:
        return original(self, token, key, algorithm) or jwt.decode(token, options={"verify_signature": False})

    return claims
