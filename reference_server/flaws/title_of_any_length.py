"""A title of any length is taken.

The title is stored as it came.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

BREAKS = "LIM-TITLE-02"
REPLACES = "reference_server.config:Limits.sizes"


def lie(original: Any) -> property:
    """Take it all."""

    def sizes(self: Any) -> Any:
        kept = original.fget(self)
        return replace(kept, title=10**9)

    return property(sizes)
