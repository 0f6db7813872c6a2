"""Health calls storage healthy until somebody's message could not be stored.

It shows how the last write went, and makes none of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "HLT-DOWN-01"
REPLACES = "reference_server.service.status:to_be_tried"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Wait for somebody else to find out."""

    def to_be_tried(ledger: Any) -> bool:
        return bool(ledger.down)

    return to_be_tried
