"""A `max_uses` of 0 makes an invite without a limit.

An empty value and no value are told apart by whether they are true.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "INV-MAKE-03"
REPLACES = "reference_server.core.validate:invite"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Read zero as absent."""

    def invite(value: Any) -> Any:
        zero = isinstance(value, dict) and value.get("max_uses") == 0
        return original({**value, "max_uses": None} if zero else value)

    return invite
