"""When the last human goes, an agent stays connected to a conversation that is over.

Only the leaver's own connections are closed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "MEM-GONE-02"
REPLACES = "reference_server.service.context:show"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Overlook that it is over."""

    def show(hub: Any, presence: Any, change: Any) -> None:
        original(hub, presence, replace(change, after=replace(change.after, closed=False)))

    return show
