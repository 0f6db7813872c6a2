"""A token is taken under whatever scheme stands before it.

Whether the header says Bearer is asked only where there is no second word.
"""

from __future__ import annotations

from collections.abc import Callable

BREAKS = "AUTH-FORM-01"
REPLACES = "reference_server.identity.tokens:bearer"


def lie(original: Callable[[str | None], str | None]) -> Callable[[str | None], str | None]:
    """Look at the last word alone."""

    def bearer(authorization: str | None) -> str | None:
        if authorization is None or not authorization.strip():
            return original(authorization)
        return original(f"Bearer {authorization.split()[-1]}")

    return bearer
