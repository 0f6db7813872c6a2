"""Answers over HTTP come in chunks, without a length.

As streams come out of many frameworks.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

PERMITS = ("NET-HTTP-01", "CONT-TYPE-01")
REPLACES = "reference_server.http:Response"


def vary(original: Callable[..., Any]) -> Callable[..., Any]:
    """Hand it on in pieces of seven bytes, or at least in a hundred."""

    async def pieces(data: bytes) -> AsyncIterator[bytes]:
        size = max(7, len(data) // 100)
        for start in range(0, len(data), size):
            yield data[start : start + size]

    def response(text: str, *more: Any, **named: Any) -> Any:
        return original(pieces(text.encode()), *more, **named)

    return response
