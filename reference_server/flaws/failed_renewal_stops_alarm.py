"""A failed renewal makes a connection outlive its token.

The alarm is taken down before the new token is looked at, and put up again only if that is good.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "AUTH-RENEW-04"
REPLACES = "reference_server.session:Session.auth"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Begin by stopping the clock."""

    async def auth(self: Any, frame: Any) -> None:
        if self.expiry is not None:
            self.expiry.cancel()
        await original(self, frame)

    return auth
