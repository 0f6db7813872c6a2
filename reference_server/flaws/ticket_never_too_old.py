"""A ticket works for as long as it lies about.

Its end is announced to the buyer, and nobody compares it with the clock.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "TKT-USE-04"
REPLACES = "reference_server.service.tickets:good"


def lie(_original: Callable[..., Any]) -> Callable[..., Any]:
    """Compare the conversation only."""

    def good(ticket: Any, conversation_id: str, _now: float) -> bool:
        return bool(ticket.conversation_id == conversation_id)

    return good
