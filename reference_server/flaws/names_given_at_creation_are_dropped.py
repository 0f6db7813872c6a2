"""People named at creation are shown under their ids, whatever name was given.

Only ids are kept from the list.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONV-CREATE-05"
REPLACES = "reference_server.core.validate:listed_participants"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Keep the ids."""

    def listed_participants(body: Any, caller: str, sizes: Any) -> Any:
        return tuple((participant_id, participant_id) for participant_id, _ in original(body, caller, sizes))

    return listed_participants
