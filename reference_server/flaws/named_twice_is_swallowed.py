"""A creation that names one participant twice is accepted.

The list is turned into a dictionary on its way in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "CONV-CREATE-07"
REPLACES = "reference_server.core.validate:listed_participants"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Keep the last of each."""

    def listed_participants(body: Any, caller: str, sizes: Any) -> Any:
        items = body.members.get("participants", [])
        if isinstance(items, list) and all(isinstance(item, dict) for item in items):
            once = {str(item.get("participantId")): item for item in items}
            body = replace(body, members={**body.members, "participants": list(once.values())})
        return original(body, caller, sizes)

    return listed_participants
