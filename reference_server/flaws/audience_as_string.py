"""A token that serves two services is refused.

The claim `aud` is compared as a string, though it may be a list.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "AUTH-AUD-02"
REPLACES = "reference_server.identity.tokens:Verifier.claims"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Compare for equality."""

    def claims(self: Any, token: str, key: Any, algorithm: str) -> Any:
        found = original(self, token, key, algorithm)
        return found if found is not None and found["aud"] == self.settings.audience else None

    return claims
