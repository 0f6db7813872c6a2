"""When the last owner goes, open connections hear of the going, and not of the new owner.

The succession is a rule of the store; only what people ask for is delivered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "DLV-EVENTS-03"
REPLACES = "reference_server.service.context:show"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Deliver the going alone."""

    def show(hub: Any, presence: Any, change: Any) -> None:
        if change.gone and len(change.events) > 1:
            tell()
            change = replace(change, events=change.events[1:])
        original(hub, presence, change)

    return show
