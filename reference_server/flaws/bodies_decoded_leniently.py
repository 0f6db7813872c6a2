"""Bytes that are no UTF-8 become replacement characters.

The framework's text of a body never fails.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ERR-UTF-01"
REPLACES = "reference_server.core.jsontext:parse"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Replace what cannot be read."""

    def parse(raw: bytes | str) -> Any:
        return original(raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw)

    return parse
