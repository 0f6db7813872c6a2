"""An Authorization header that is not of two words is a fault of the server.

The header is split and unpacked, and nobody catches what that raises.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "AUTH-FORM-01"
REPLACES = "reference_server.identity.tokens:bearer"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Unpack two words, whatever there is."""

    def bearer(authorization: str | None) -> str | None:
        if authorization is not None:
            _scheme, _token = authorization.split(" ")
        found: str | None = original(authorization)
        return found

    return bearer
