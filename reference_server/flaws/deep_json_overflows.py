"""JSON that is nested very deeply overflows the parser's stack.

A recursive parser, and nobody catches what it raises.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ERR-DEEP-01"
REPLACES = "reference_server.core.jsontext:parse"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Overflow."""

    def parse(raw: bytes | str) -> Any:
        opened = raw.count(b"[") if isinstance(raw, bytes) else raw.count("[")
        if opened > 2000:
            raise RecursionError("maximum recursion depth exceeded")
        return original(raw)

    return parse
