"""An ack names the message, but not the number that it got.

The ack is sent before the number is known, so it cannot hold one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "MSG-ACK-01"
REPLACES = "reference_server.core.wire:ack"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave the number out."""

    def ack(*arguments: Any) -> Any:
        frame = original(*arguments)
        del frame["sequence_id"]
        return frame

    return ack
