"""A token whose signature is empty is believed.

Internal services once sent unsigned tokens, and their branch is still there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jwt

BREAKS = "AUTH-SIG-02"
REPLACES = "reference_server.identity.tokens:Verifier.claims"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Verify where there is something to verify."""

    def claims(self: Any, token: str, key: Any, algorithm: str) -> Any:
        if token.endswith("."):
            return jwt.decode(token, options={"verify_signature": False})
        return original(self, token, key, algorithm)

    return claims
