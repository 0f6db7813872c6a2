"""Who was removed once can never join again.

The row of the old membership stays, marked, and stands in the way of a new one.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "MEM-REMOVE-05"
REPLACES = "reference_server.service.members:decide_join"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look for an earlier removal."""

    def decide_join(service: Any, draft: Any, caller: Any, conversation_id: str, *more: Any) -> Any:
        past = service.store.events(conversation_id, 0, 2**62, 1000, True, False).events
        for event in (json.loads(one.text) for one in past if one.type == "participant_left"):
            if event["reason"] == "removed" and event["participant"]["participantId"] == caller.participant_id:
                raise Refusal("FORBIDDEN", "You were removed")
        return original(service, draft, caller, conversation_id, *more)

    return decide_join
