"""Another text under a used message_id is swallowed: the sender is told that it is stored.

The lookup asks for the id and does not compare.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "MSG-REUSE-01"
REPLACES = "reference_server.core.timeline:duplicate_of"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Compare nothing."""

    def duplicate_of(known: Any, sent: Any) -> Any:
        return known

    return duplicate_of
