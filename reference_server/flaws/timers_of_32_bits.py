"""Whose token is good for more than 25 days is thrown out at once.

A timer that counts milliseconds in 32 bits, as that of JavaScript does, runs out immediately when it is given more.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.service import context

BREAKS = "AUTH-RENEW-02"
REPLACES = "reference_server.session:Session.watch_expiry"

MOST_S = (2**31 - 1) / 1000


def lie(original: Callable[..., None], tell: Callable[[], None]) -> Callable[..., None]:
    """Take more for nothing."""

    def watch_expiry(self: Any) -> None:
        original(self)
        if self.caller.expires_at - context.now() > MOST_S:
            tell()
            self.connection.close("expired", "token expired")

    return watch_expiry
