"""Content is normalised to NFKC: ligatures, full-width letters and decomposed accents come back as others.

A helper for searching was put into the path of storing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

BREAKS = "CONT-NORM-01"
REPLACES = "reference_server.core.wire:message_event"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Fold it."""

    def message_event(conversation: Any, sequence_id: int, sender: Any, sent: Any, now: str) -> Any:
        folded = {**sent, "content": unicodedata.normalize("NFKC", sent["content"])}
        return original(conversation, sequence_id, sender, folded, now)

    return message_event
