"""A client's ping, pong or goodbye without a mask is taken.

The mask is demanded where a message is read; control frames are read elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

BREAKS = "WS-BAD-02"
REPLACES = "websockets.frames:Frame.parse"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Believe control frames."""

    def parse(cls: Any, read_exact: Any, *, mask: bool, **more: Any) -> Generator[None, None, Any]:
        head = yield from read_exact(2)
        waiting = [head]

        def read(size: int) -> Generator[None, None, Any]:
            return waiting.pop() if waiting else (yield from read_exact(size))

        if mask and head[0] & 0x08 and not head[1] & 0x80:
            tell()
            mask = False
        return (yield from original(cls, read, mask=mask, **more))

    return parse
