"""Invites that are expired or used up are not listed.

INV-LIST-01 wants those that can still be used.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("INV-LIST-01", "INV-USE-03")
REPLACES = "reference_server.storage.sqlite:SqliteStore.invites"


def vary(original: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
    """Leave them out, and turn the rest round."""

    def invites(self: Any, conversation_id: str) -> list[Any]:
        import time

        from reference_server.core import invites as rules

        found = original(self, conversation_id)
        return [one for one in reversed(found) if rules.usable(one, time.time())]

    return invites
