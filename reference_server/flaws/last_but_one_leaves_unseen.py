"""When one person is left, they are not told that the other one has gone.

A room with one listener is taken for one without.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "MEM-END-01"
REPLACES = "reference_server.service.context:show"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Save the effort."""

    def show(hub: Any, presence: Any, change: Any) -> None:
        if change.gone and len(change.after.members) == 1:
            change = replace(change, events=())
        original(hub, presence, change)

    return show
