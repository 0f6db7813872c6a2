"""One's own message leaves one's marker where it was.

Only read frames move the marker.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reference_server.core.model import Change

BREAKS = "READ-OWN-01"
REPLACES = "reference_server.core.timeline:append"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Append, and leave it to the client to say that it knows what it wrote."""

    def append(*arguments: Any) -> Change:
        change: Change = original(*arguments)
        return replace(change, read=None)

    return append
