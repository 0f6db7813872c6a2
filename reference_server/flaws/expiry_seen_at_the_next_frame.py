"""An expired connection is closed when its client says something, and not before.

The expiry is compared where frames come in; there is no clock.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.service import context

BREAKS = "AUTH-LIVE-01"
REPLACES = "reference_server.session:Session.watch_expiry"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Look at every frame."""

    def watch_expiry(self: Any) -> None:
        tell()
        take = type(self).take

        async def looked_at(data: Any) -> None:
            leeway = self.service.settings.limits.clock_leeway_s
            if self.caller.expires_at + leeway < context.now():
                self.connection.close("expired", "token expired")
            await take(self, data)

        self.take = looked_at

    return watch_expiry
