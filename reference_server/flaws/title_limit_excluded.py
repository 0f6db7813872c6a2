"""A title of exactly `max_title_length` is refused.

The validator is one shorter than declared.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

BREAKS = "LIM-TITLE-01"
REPLACES = "reference_server.config:Limits.sizes"


def lie(original: Any) -> property:
    """Stop one short."""

    def sizes(self: Any) -> Any:
        kept = original.fget(self)
        return replace(kept, title=kept.title - 1)

    return property(sizes)
