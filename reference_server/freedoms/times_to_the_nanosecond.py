"""Times are written with nine digits of a second.

RFC 3339 names no number of digits.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

PERMITS = ("GEN-TIME-01", "CONV-GET-05", "HIST-SAME-01")
REPLACES = "reference_server.core.wire:timestamp"


def vary(original: Callable[[float], str]) -> Callable[[float], str]:
    """Microseconds, and three zeros."""

    def timestamp(seconds: float) -> str:
        moment = datetime.fromtimestamp(max(0.0, min(seconds, 253_402_300_799.0)), UTC)
        return original(seconds)[:-5] + f".{moment.microsecond:06d}000Z"

    return timestamp
