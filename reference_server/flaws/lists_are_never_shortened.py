"""A conversation that a person has left stays in their list.

Lists are extended on joining, and leaving was forgotten.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONV-LIST-10"
REPLACES = "reference_server.service.conversations:mine"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Keep what was once there."""
    kept: dict[str, dict[str, Any]] = {}

    async def mine(service: Any, caller: Any, limit: int, cursor: Any) -> Any:
        page = await original(service, caller, limit, cursor)
        mine_once = kept.setdefault(caller.participant_id, {})
        mine_once.update((entry["id"], entry) for entry in page["conversations"])
        return {**page, "conversations": list(mine_once.values())}

    return mine
