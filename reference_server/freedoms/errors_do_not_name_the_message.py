"""The error for a refused message carries its `ref`, and not its `message_id`.

ERR-MSGID-01 is advice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("ERR-MSGID-01",)
ADVICE = ("ERR-MSGID-01",)
REPLACES = "reference_server.core.wire:error"


def vary(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave it out."""

    def error(code: str, message: str, _message_id: str | None, retry_after: int | None) -> Any:
        return original(code, message, None, retry_after)

    return error
