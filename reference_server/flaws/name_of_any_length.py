"""A `displayName` of any length is taken.

Names given when joining go around the check that those of accounts go through.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

BREAKS = "LIM-NAME-02"
REPLACES = "reference_server.config:Limits.sizes"


def lie(original: Any) -> property:
    """Take it all."""

    def sizes(self: Any) -> Any:
        kept = original.fget(self)
        return replace(kept, display_name=10**9)

    return property(sizes)
