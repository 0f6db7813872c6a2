"""A handshake with a broken position is let in as if it had none.

A parameter that fails to parse is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "SYNC-RESUME-04"
REPLACES = "reference_server.socket:position"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave it out."""

    def position(asked: Any) -> Any:
        try:
            return original(asked)
        except Refusal:
            return None, None

    return position
