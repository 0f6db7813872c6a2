"""A client's frame without a mask is taken.

The mask bit is read only to know whether to unmask.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

BREAKS = "WS-BAD-02"
REPLACES = "websockets.frames:Frame.parse"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Believe the frame."""

    def parse(cls: Any, read_exact: Any, *, mask: bool, **more: Any) -> Generator[None, None, Any]:
        head = yield from read_exact(2)
        waiting = [head]

        def read(size: int) -> Generator[None, None, Any]:
            return waiting.pop() if waiting else (yield from read_exact(size))

        return (yield from original(cls, read, mask=bool(head[1] & 0x80), **more))

    return parse
