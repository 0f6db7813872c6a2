"""A ticket for one conversation opens all conversations of its buyer.

It stores the person only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "TKT-USE-05"
REPLACES = "reference_server.service.tickets:good"


def lie(_original: Callable[..., Any]) -> Callable[..., Any]:
    """Compare the time only."""

    def good(ticket: Any, _conversation_id: str, now: float) -> bool:
        return bool(now < ticket.expires_at)

    return good
