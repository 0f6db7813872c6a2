"""Another text under a used message_id counts as a duplicate if it begins like the first.

Only the first 200 characters are kept beside the key.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

BREAKS = "MSG-REUSE-01"
REPLACES = "reference_server.core.timeline:same_message"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Compare what is kept."""

    def same_message(first: Any, sent: Any) -> bool:
        stored = json.loads(first.text)
        if stored["content"] != sent["content"] and stored["content"][:200] == sent["content"][:200]:
            tell()
        alike = stored["content"][:200] == sent["content"][:200]
        return bool(alike and stored["mentions"] == sent["mentions"])

    return same_message
