"""A ping's nonce comes back in the pong, whatever it is.

The member is copied from frame to frame, and nobody looks at it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ERR-FRAME-01"
REPLACES = "reference_server.core.validate:nonce"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Copy it."""

    def nonce(fields: Any) -> Any:
        return fields.members.get("nonce")

    return nonce
