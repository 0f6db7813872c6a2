"""Who may not join without an invite is refused in other words than where there is none.

The text wants to be helpful.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.flaws._other_words import in_other_words

BREAKS = "ISO-HIDE-03"
REPLACES = "reference_server.http:Rest.join"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Find other words where there is a conversation."""
    return in_other_words(original, tell, "An invite is needed here")
