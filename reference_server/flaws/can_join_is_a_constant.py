"""A preview says that one can join, also when there is no room.

The field repeats the access mode.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONV-PREV-03"
REPLACES = "reference_server.core.wire:preview"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look at the door only."""

    def preview(conversation: Any, can_join: bool) -> Any:
        return original(conversation, True)

    return preview
