"""Who brings an invite sees nothing of where it leads.

The parameter is in the address and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONV-PREV-04"
REPLACES = "reference_server.service.conversations:invited"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Invite nobody."""

    def invited(service: Any, conversation: Any, token: Any) -> bool:
        return False

    return invited
