"""Who joined, left or got another role is kept in memory only.

The events are stored, and the table of members is written when a conversation is made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "DUR-MEMBER-01"
REPLACES = "reference_server.storage.sqlite:SqliteStore.put_change"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Store events, and no change of members."""

    def put_change(self: Any, change: Any) -> None:
        original(self, replace(change, altered=(), gone=None))

    return put_change
