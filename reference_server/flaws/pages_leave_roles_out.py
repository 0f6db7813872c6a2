"""A sync page holds what was said and who came and went, and no change of role.

The types that a page may hold were listed before there were roles.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "SYNC-PAGE-01"
REPLACES = "reference_server.service.messages:sync_body"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Filter."""

    def sync_body(*arguments: Any) -> Any:
        found, events = original(*arguments)
        kept = tuple(event for event in events if event.type != "role_changed")
        if len(kept) < len(events):
            tell()
        return found, kept

    return sync_body
