"""A read without a number, or with a wrong one, is taken for 0.

Missing becomes 0.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "READ-SET-04"
REPLACES = "reference_server.core.validate:read"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take it for 0."""

    def read(fields: Any) -> int:
        value = fields.members.get("sequence_id")
        return value if type(value) is int and value >= 0 else 0

    return read
