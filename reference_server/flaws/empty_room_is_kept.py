"""A conversation that everybody has left is still there, for whoever has its id.

Nobody asks whether somebody is left.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "MEM-GONE-01"
REPLACES = "reference_server.core.membership:no_human"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Keep everything."""

    def no_human(members: Any) -> bool:
        return False

    return no_human
