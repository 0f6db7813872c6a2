"""Anybody can be mentioned, member or not.

The shape of the list is checked, and nobody looks at who is in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "MSG-MENTION-02"
REPLACES = "reference_server.core.timeline:check_references"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look at reply_to alone."""

    def check_references(conversation: Any, sent: Any) -> None:
        original(conversation, {**sent, "mentions": []})

    return check_references
