"""Every keystroke is passed on.

The throttle was left to the client.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "TYP-RATE-01"
REPLACES = "reference_server.core.limits:may_show_typing"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Throttle nothing."""

    def may_show_typing(last_shown: float | None, now: float, interval: float) -> bool:
        return True

    return may_show_typing
