"""Frames are written with white space, and their members in reverse order.

A JSON object has no order, and white space means nothing; ORD-SAME-01 compares member for member.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

PERMITS = ("ORD-SAME-01", "SYNC-EQUAL-01", "WS-CONNECTED-01")
REPLACES = "reference_server.core.wire:text_frame"

LARGE = 900_000
"""A page may take 1 MiB as it is sent (SYNC-SIZE-02): what is near that stays compact."""


def vary(original: Callable[[str], bytes]) -> Callable[[str], bytes]:
    """Parse it and write it anew, as gateways do."""

    def backward(value: Any) -> Any:
        if isinstance(value, list):
            return [backward(one) for one in value]
        return {name: backward(value[name]) for name in reversed(value)} if isinstance(value, dict) else value

    def text_frame(text: str) -> bytes:
        anew = "\n " + json.dumps(backward(json.loads(text)), ensure_ascii=False, indent=2) + " \r\n"
        return original(anew if len(anew.encode()) < LARGE else text)

    return text_frame
