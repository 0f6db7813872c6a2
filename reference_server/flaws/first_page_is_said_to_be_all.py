"""A handshake that resumes is told that its first page is all, however much more there is.

The flag was never taken over from `sync`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "SYNC-RESUME-01"
REPLACES = "reference_server.socket:Sockets.connected"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Promise nothing."""

    def connected(*arguments: Any) -> str:
        text: str = original(*arguments)
        body = json.loads(text)
        if not body.get("has_more"):
            return text
        tell()
        return wire.encode({**body, "has_more": False})

    return connected
