"""Who comes by an invite is a member, and no open connection hears of it.

Joining by an invite was written later, beside the join that tells.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "DLV-EVENTS-01"
REPLACES = "reference_server.service.context:show"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Tell of other changes only."""

    def show(hub: Any, presence: Any, change: Any) -> None:
        if change.invite is not None:
            tell()
            return
        original(hub, presence, change)

    return show
