"""One person's messages use up everybody's rate.

The counter is kept by network address, and all come through one proxy.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "RATE-SCOPE-02"
REPLACES = "reference_server.service.context:rate_window"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Count them together."""

    def rate_window(service: Any, participant_id: str) -> Any:
        return original(service, "127.0.0.1")

    return rate_window
