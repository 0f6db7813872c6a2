"""Close frames carry a reason of 123 bytes, most of it beyond ASCII.

RFC 6455 allows as much; the contract judges codes only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("CLOSE-CLASS-01", "CLOSE-WIRE-01")
REPLACES = "reference_server.broker.connection:Connection.close"

REASON = "ждём вас снова — " * 4 + "👋"


def vary(original: Callable[..., None]) -> Callable[..., None]:
    """Fill it to the last byte."""
    reason = REASON.encode()[:123].decode(errors="ignore")
    reason += "." * (123 - len(reason.encode()))

    def close(self: Any, why: str, _reason: str = "") -> None:
        original(self, why, reason)

    return close
