"""A preview shows the last message.

It is the entry of the list, with one member more.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "CONV-PREV-02"
REPLACES = "reference_server.core.wire:preview"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take what is there."""

    def preview(conversation: Any, can_join: bool) -> Any:
        return {**original(conversation, can_join), **wire.listed(conversation)}

    return preview
