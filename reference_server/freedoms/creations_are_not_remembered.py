"""A creation that is repeated makes another conversation.

CONV-CREATE-13 is advice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("CONV-CREATE-13", "CONV-CREATE-14")
ADVICE = ("CONV-CREATE-13",)
REPLACES = "reference_server.core.validate:idempotency_key"


def vary(_original: Callable[..., Any]) -> Callable[..., Any]:
    """Pass over the key."""

    def idempotency_key(_text: str | None) -> None:
        return None

    return idempotency_key
