"""Typing does not end by itself.

Ending it is left to the typist's client.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "TYP-STOP-02"
REPLACES = "reference_server.core.limits:typing_ends_after"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Wait for an hour."""

    def typing_ends_after(interval: float) -> float:
        return 3600.0

    return typing_ends_after
