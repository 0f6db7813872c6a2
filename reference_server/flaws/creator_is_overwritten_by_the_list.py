"""A creator who lists themselves loses the ownership.

The list is added after the creator, without looking for a repetition.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONV-CREATE-06"
REPLACES = "reference_server.core.validate:listed_participants"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look for nobody in the list."""

    def listed_participants(body: Any, caller: str, sizes: Any) -> Any:
        return original(body, "", sizes)

    return listed_participants
