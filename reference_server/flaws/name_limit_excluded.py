"""A `displayName` of exactly `max_display_name_length` is refused.

An off-by-one in the validator of names.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

BREAKS = "LIM-NAME-01"
REPLACES = "reference_server.config:Limits.sizes"


def lie(original: Any) -> property:
    """Stop one short."""

    def sizes(self: Any) -> Any:
        kept = original.fget(self)
        return replace(kept, display_name=kept.display_name - 1)

    return property(sizes)
