"""A body that is JSON but no object is taken for an empty object.

The value is spread into defaults, and a list spreads into nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ERR-BODY-01"
REPLACES = "reference_server.core.fields:Fields.of"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take it for an empty one."""

    def of(cls: Any, value: Any, code: str) -> Any:
        return original(cls, value if isinstance(value, dict) or code == "INVALID_FRAME" else {}, code)

    return of
