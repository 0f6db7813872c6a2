"""Who may not read a timeline is refused in other words than where there is none.

Only the resource was looked at when the texts were made equal.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.flaws._other_words import in_other_words

BREAKS = "ISO-HIDE-01"
REPLACES = "reference_server.http:Rest.events"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Find other words where there is a conversation."""
    return in_other_words(original, tell, "Only members can read this timeline")
