"""An open connection outlives its token.

The token is checked in the handshake, and nobody looks at it again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "AUTH-LIVE-01"
REPLACES = "reference_server.session:Session.watch_expiry"


def lie(_original: Callable[..., Any]) -> Callable[..., Any]:
    """Set no alarm."""

    def watch_expiry(_self: Any) -> None:
        return

    return watch_expiry
