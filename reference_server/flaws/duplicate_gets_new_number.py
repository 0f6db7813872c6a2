"""A message sent again is stored and numbered again.

The idempotency key is read and never looked up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "MSG-DUP-01"
REPLACES = "reference_server.core.timeline:duplicate_of"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Find no original, ever."""

    def duplicate_of(known: Any, sent: Any) -> Any:
        original(known, sent)
        return None

    return duplicate_of
