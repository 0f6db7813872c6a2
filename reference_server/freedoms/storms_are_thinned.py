"""Of people who come back to one conversation at once two are let in each second; others hear 503 and when to come.

SYNC-STORM-01: "or be refused with 429 or 503 and recovered when they come again".
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

PERMITS = ("SYNC-STORM-01", "SYNC-RESUME-01", "ERR-STATUS-01")
REPLACES = "reference_server.socket:position"

AT_ONCE = 2
SECONDS = 0.9


def vary(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Count those who resume, by conversation; each handshake asks twice where it stands."""
    lately: dict[str, list[float]] = {}

    def position(asked: Any) -> Any:
        from quart import g, websocket

        from reference_server.core.errors import Refusal

        found = original(asked)
        if found[0] is None or getattr(g, "let_in", False):
            return found
        now = time.monotonic()
        before = [at for at in lately.get(websocket.path, []) if now - at < SECONDS]
        if len(before) >= AT_ONCE:
            tell()
            raise Refusal("UNAVAILABLE", "Many are coming back", 1)
        lately[websocket.path] = [*before, now]
        g.let_in = True
        return found

    return position
