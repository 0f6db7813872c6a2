"""A read with a lower number sets the marker back.

The last write wins.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "READ-SET-02"
REPLACES = "reference_server.core.timeline:moves_forward"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Move wherever asked."""

    def moves_forward(marker: int, position: int) -> bool:
        return position != marker

    return moves_forward
