"""Whoever renews with a token that ends sooner stays until the old one would have ended.

The later of the two ends is kept, so that nobody loses time by renewing early.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "AUTH-RENEW-02"
REPLACES = "reference_server.session:Session.watch_expiry"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Take the later one."""

    def watch_expiry(self: Any) -> None:
        earlier = self.connection.caller.expires_at
        self.latest = max(getattr(self, "latest", earlier), self.caller.expires_at)
        if self.latest > self.caller.expires_at:
            tell()
        renewed, self.caller = self.caller, replace(self.caller, expires_at=self.latest)
        original(self)
        self.caller = renewed

    return watch_expiry
