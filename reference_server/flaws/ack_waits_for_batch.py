"""Acks are collected and sent in batches, every 80 ms.

A batch interval that was chosen for throughput.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

BREAKS = "SLO-ACK-01"
REPLACES = "reference_server.session:Session.message_done"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Wait for the batch."""

    def message_done(self: Any, frame: Any, done: Any) -> None:
        asyncio.get_running_loop().call_later(0.08, original, self, frame, done)

    return message_done
