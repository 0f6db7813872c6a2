"""A binary message is decoded and taken for text.

The payload is decoded whatever its opcode.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "WS-BIN-01"
REPLACES = "reference_server.session:Session.take"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Decode it."""

    async def take(self: Any, data: str | bytes) -> None:
        await original(self, data if isinstance(data, str) else data.decode("utf-8", "replace"))

    return take
