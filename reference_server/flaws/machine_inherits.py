"""The conversation falls to an ai if it has been there longest.

Succession does not look at the type.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import roles

BREAKS = "ROLE-SUCC-03"
REPLACES = "reference_server.core.membership:successor"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take whoever is next."""

    def successor(conversation: Any, leaving: Any) -> Any:
        staying = [one for one in conversation.members.values() if one.participant_id != leaving.participant_id]
        order = {role: index for index, role in enumerate(roles.SUCCESSION)}
        return min(staying, key=lambda one: (order[one.role], one.rank), default=None)

    return successor
