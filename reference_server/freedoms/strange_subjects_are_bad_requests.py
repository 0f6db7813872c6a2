"""A token whose `sub` cannot be an identifier is refused with 400.

LIM-PID-02: 401 or 400.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("LIM-PID-02",)
REPLACES = "reference_server.identity.tokens:Verifier.caller"


def vary(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """The token is good, and the name is not."""

    def caller(self: Any, claims: dict[str, Any]) -> Any:
        from reference_server.core.errors import Refusal
        from reference_server.identity import tokens

        if isinstance(claims["sub"], str) and not tokens.subject_allowed(claims["sub"]):
            tell()
            raise Refusal("INVALID_REQUEST", "This subject cannot be a participant")
        return original(self, claims)

    return caller
