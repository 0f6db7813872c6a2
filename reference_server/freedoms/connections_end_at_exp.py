"""A connection is closed at its token's `exp`, without the tolerance that new tokens are given.

Section 7.3 leaves open when within the bounds of AUTH-LIVE-01 that is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from reference_server.service import context
from reference_server.session import LONGEST_TIMER

PERMITS = ("AUTH-LIVE-01", "AUTH-LIVE-02", "AUTH-RENEW-02", "AUTH-TKT-01")
REPLACES = "reference_server.session:Session.watch_expiry"


def vary(_original: Callable[..., None], tell: Callable[[], None]) -> Callable[..., None]:
    """Let the timer run to the moment itself."""

    def close(session: Any) -> None:
        tell()
        session.connection.close("expired", "token expired")

    def watch_expiry(self: Any) -> None:
        if self.expiry is not None:
            self.expiry.cancel()
        left = self.caller.expires_at - context.now()
        loop = asyncio.get_running_loop()
        if left > LONGEST_TIMER:
            self.expiry = loop.call_later(LONGEST_TIMER, self.watch_expiry)
        else:
            self.expiry = loop.call_later(max(0.0, left), close, self)

    return watch_expiry
