"""A text that is not JSON is refused as a frame with a wrong member.

One handler for whatever goes wrong while a frame is read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "ERR-JSON-02"
REPLACES = "reference_server.core.validate:frame"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Give one code for all."""

    def frame(text: str) -> Any:
        try:
            return original(text)
        except Refusal as refusal:
            raise Refusal("INVALID_FRAME", refusal.detail) from None

    return frame
