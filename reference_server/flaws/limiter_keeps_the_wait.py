"""A message refused for its rate is not told how long to wait.

The limiter knows, and returns no more than a no.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ERR-RETRY-01"
REPLACES = "reference_server.core.wire:error"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Keep it."""

    def error(code: str, message: str, message_id: Any, retry_after: Any) -> Any:
        return original(code, message, message_id, None)

    return error
