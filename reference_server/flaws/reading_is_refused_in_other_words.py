"""Who may not read a conversation is refused in other words than where there is none.

Status and code are shared; the detail was written by whoever wrote the handler.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.flaws._other_words import in_other_words

BREAKS = "ISO-HIDE-01"
REPLACES = "reference_server.http:Rest.conversation"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Find other words where there is a conversation."""
    return in_other_words(original, tell, "You cannot see this conversation")
