"""A message without mentions that is decided right behind one with mentions gets those.

The list that stands for none is one list, and somebody adds to it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core.model import Change

BREAKS = "PHAN-EVENT-01"
REPLACES = "reference_server.service.messages:decide"
CHANCE = True


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Take over what the group's last message mentioned."""

    def decide(service: Any, draft: Any, caller: Any, conversation_id: str, sent: Any) -> Any:
        last = draft.writes[-1] if draft.writes else None
        if isinstance(last, Change) and last.after.id == conversation_id and last.events and not sent["mentions"]:
            before = json.loads(last.events[-1].text).get("mentions", [])
            if before:
                tell()
                sent = {**sent, "mentions": before}
        return original(service, draft, caller, conversation_id, sent)

    return decide
