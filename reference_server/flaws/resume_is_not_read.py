"""A handshake that asks for a resume is answered as if it had not.

The query is parsed for the ticket and for nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "SYNC-RESUME-01"
REPLACES = "reference_server.socket:position"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Overlook the position."""

    def position(asked: Any) -> Any:
        original(asked)
        return None, None

    return position
