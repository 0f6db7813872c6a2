"""NaN and Infinity are taken for numbers.

The JSON library does so unless it is told otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ERR-NUM-01"
REPLACES = "reference_server.core.jsontext:no_constant"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take them."""

    def no_constant(name: str) -> float:
        return float(name)

    return no_constant
