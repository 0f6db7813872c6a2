"""The times of events are written in whole seconds, or without the zeros at the end of a fraction.

RFC 3339 names no number of digits, and numbers tell the order, not times.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

PERMITS = ("GEN-TIME-01", "ORD-SAME-01")
REPLACES = "reference_server.core.wire:Event"


def vary(original: Callable[..., Any]) -> Callable[..., Any]:
    """Cut every other one to the second."""

    def event(sequence_id: int, kind: str, text: str, *more: Any) -> Any:
        keep = "" if sequence_id % 2 else r"\1"
        return original(sequence_id, kind, re.sub(r'(\.\d*?)0*Z"\}$', keep + 'Z"}', text).replace('.Z"}', 'Z"}'), *more)

    return event
