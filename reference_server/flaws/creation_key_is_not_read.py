"""A creation that is repeated under its key makes a second conversation.

The header is allowed, documented, and read by nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONV-CREATE-13"
REPLACES = "reference_server.core.validate:idempotency_key"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Read nothing."""

    def idempotency_key(text: Any) -> None:
        original(text)

    return idempotency_key
