"""A ticket works as often as one likes, until it expires.

Old tickets are cleared away now and then, and used ones were to go with them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "TKT-USE-02"
REPLACES = "reference_server.service.tickets:decide_redeem"


def lie(_original: Callable[..., Any]) -> Callable[..., Any]:
    """Look it up, and leave it where it is."""

    def decide_redeem(draft: Any, token_hash: str) -> Any:
        return draft.ticket(token_hash)

    return decide_redeem
