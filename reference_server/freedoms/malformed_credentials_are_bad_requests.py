"""An `Authorization` header that is no bearer token is refused with 400, and so is a token without a dot.

AUTH-FORM-01, TKT-KIND-01: 401 or 400.
"""

from __future__ import annotations

from collections.abc import Callable

PERMITS = ("AUTH-FORM-01", "TKT-KIND-01")
REPLACES = "reference_server.identity.tokens:bearer"


def vary(original: Callable[[str | None], str | None], tell: Callable[[], None]) -> Callable[[str | None], str | None]:
    """Tell what cannot be read from what is not good."""

    def bearer(authorization: str | None) -> str | None:
        from reference_server.core.errors import Refusal

        try:
            token = original(authorization)
        except Refusal:
            token = ""
        if token is None or "." in token:
            return token
        tell()
        raise Refusal("INVALID_REQUEST", "The header is not well formed")

    return bearer
