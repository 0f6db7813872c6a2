"""The size of a frame is looked at when all of it has come.

The size is checked once the frame is complete.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from websockets.exceptions import PayloadTooBig

BREAKS = "CLOSE-SIZE-02"
REPLACES = "websockets.frames:Frame.parse"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Read first."""

    def parse(cls: Any, read_exact: Any, *, max_size: int | None = None, **more: Any) -> Generator[None, None, Any]:
        frame = yield from original(cls, read_exact, max_size=None, **more)
        if max_size is not None and len(frame.data) > max_size:
            raise PayloadTooBig(len(frame.data), max_size)
        return frame

    return parse
