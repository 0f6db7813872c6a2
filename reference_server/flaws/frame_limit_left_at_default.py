"""The declared `max_frame_bytes` is smaller than the longest content needs.

The frame limit of the socket library was left at its own default.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "LIM-BOUND-02"
REPLACES = "reference_server.config:declared"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Declare the library's limit."""

    def declared(limits: Any, capabilities: Any) -> Any:
        return {**original(limits, capabilities), "max_frame_bytes": 16_384}

    return declared
