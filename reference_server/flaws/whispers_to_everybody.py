"""Typing, presence and read markers go to every open connection of the server.

What is not stored goes out by a broadcast of its own, past the membership.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ISO-EPHEM-01"
REPLACES = "reference_server.broker.hub:Hub.whisper"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Tell everybody."""

    def whisper(self: Any, _receivers: Any, frame: Any) -> None:
        original(self, list(self.all()), frame)

    return whisper
