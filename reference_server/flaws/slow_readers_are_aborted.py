"""Who is too slow is cut off without a word.

The transport is aborted, since a slow reader is thought not to read a close frame either.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import errors

BREAKS = "SLOW-CODE-01"
REPLACES = "reference_server.server:ChatWebSocketProtocol.hang_up"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Abort where the reason is slowness."""

    def hang_up(self: Any, code: int, reason: str) -> None:
        if code == errors.CLOSES["slow"]:
            self.transport.abort()
        else:
            original(self, code, reason)

    return hang_up
