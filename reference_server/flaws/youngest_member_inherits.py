"""Of those with the highest role the one who came last inherits.

The order of the query is turned round.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import roles

BREAKS = "ROLE-SUCC-02"
REPLACES = "reference_server.core.membership:successor"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Turn the order round."""

    def successor(conversation: Any, leaving: Any) -> Any:
        staying = [one for one in conversation.members.values() if one.participant_id != leaving.participant_id]
        humans = [one for one in staying if one.kind == "human"]
        return max(humans, key=lambda one: (roles.RANK[one.role], one.rank), default=None)

    return successor
