"""Close frames carry no reason.

Codes are judged, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("CLOSE-CLASS-01",)
REPLACES = "reference_server.broker.connection:Connection.close"


def vary(original: Callable[..., None]) -> Callable[..., None]:
    """Say the code."""

    def close(self: Any, why: str, _reason: str = "") -> None:
        original(self, why, "")

    return close
