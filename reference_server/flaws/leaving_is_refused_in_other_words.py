"""Who wants to leave a conversation that they are not in is told so in other words than where there is none.

Two handlers, two texts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.flaws._other_words import in_other_words

BREAKS = "ISO-HIDE-02"
REPLACES = "reference_server.http:Rest.leave"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Find other words where there is a conversation."""
    return in_other_words(original, tell, "You are not in this conversation")
