"""A body that is not JSON is taken for an empty one.

The framework returns nothing for what it cannot parse, and nothing is an empty object.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "ERR-JSON-01"
REPLACES = "reference_server.core.jsontext:parse"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take it for nothing."""

    def parse(raw: bytes | str) -> Any:
        try:
            return original(raw)
        except Refusal:
            if isinstance(raw, str):
                raise
            return {}

    return parse
