"""Who is removed is gone, and nobody who stays hears of it.

Leaving tells the others; removing does the same in the store alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "DLV-EVENTS-02"
REPLACES = "reference_server.service.context:show"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Close the sockets, and deliver nothing."""

    def show(hub: Any, presence: Any, change: Any) -> None:
        if "removed" in (change.gone or {}).values():
            tell()
            change = replace(change, events=())
        original(hub, presence, change)

    return show
