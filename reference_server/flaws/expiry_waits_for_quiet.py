"""An expired connection goes on hearing everything for as long as there is something to hear.

The close waits its turn behind the events, so that nothing is cut off.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from reference_server.service import context

BREAKS = "AUTH-LIVE-02"
REPLACES = "reference_server.session:Session.watch_expiry"


QUIET = 0.6


def lie(_original: Callable[..., Any]) -> Callable[..., Any]:
    """Close in the first quiet moment."""

    def watch_expiry(self: Any) -> None:
        left = self.caller.expires_at + self.service.settings.limits.clock_leeway_s - context.now()
        if self.expiry is not None:
            self.expiry.cancel()
        self.expiry = asyncio.get_running_loop().call_later(
            min(max(0.0, left), 86_400.0), close_when_quiet, self, self.connection.written
        )

    return watch_expiry


def close_when_quiet(session: Any, written: int) -> None:
    """Close if nothing was written since; look again later otherwise."""
    now = session.connection.written
    if now == written:
        session.connection.close("expired", "token expired")
    else:
        session.expiry = asyncio.get_running_loop().call_later(QUIET, close_when_quiet, session, now)
