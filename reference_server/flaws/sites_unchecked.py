"""Any list of sites is taken.

The array is stored as it came.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "LIM-SITES-01"
REPLACES = "reference_server.core.validate:sites"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Store it."""

    def sites(body: Any) -> tuple[Any, ...]:
        return tuple(body.members.get("sites", ()))

    return sites
