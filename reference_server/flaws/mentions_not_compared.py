"""A used message_id with other mentions counts as a duplicate.

Mentions came later, and the comparison was not touched.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

BREAKS = "MSG-REUSE-02"
REPLACES = "reference_server.core.timeline:same_message"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Compare the content alone."""

    def same_message(known: Any, sent: Any) -> bool:
        return bool(json.loads(known.text)["content"] == sent["content"])

    return same_message
