"""A stranger who revokes an invite is refused in other words than where there is no conversation.

The invite is looked for after the conversation, and each has its text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.flaws._other_words import in_other_words

BREAKS = "ISO-HIDE-04"
REPLACES = "reference_server.http:Rest.revoke_invite"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Find other words where there is a conversation."""
    return in_other_words(original, tell, "There is no such invite")
