"""Whoever has no credential hears 401, whatever they ask for: of unknown paths and methods, too.

A gateway that authenticates before it routes.  Preflights, health and capabilities pass.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("AUTH-NONE-01", "ERR-UNKNOWN-01", "ERR-METHOD-01", "ERR-STATUS-01", "CAP-ABSENT-01")
REPLACES = "reference_server.app:House.check_open"

PUBLIC = ("/health/chat", "/chat/capabilities")


def vary(original: Callable[..., None], tell: Callable[[], None]) -> Callable[..., None]:
    """Ask at the gate."""

    def check_open(self: Any) -> None:
        from quart import request

        from reference_server.identity import tokens

        original(self)
        if request.method == "OPTIONS" or request.path in PUBLIC or "Upgrade" in request.headers:
            return
        if tokens.bearer(request.headers.get("Authorization")) is None:
            tell()
            raise tokens.refused()

    return check_open
