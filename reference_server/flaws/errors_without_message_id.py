"""The error for a refused message does not say which message.

It is made from the exception alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ERR-MSGID-01"
REPLACES = "reference_server.core.wire:error"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave it out."""

    def error(code: str, message: str, message_id: Any, retry_after: Any) -> Any:
        return original(code, message, None, retry_after)

    return error
