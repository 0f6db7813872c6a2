"""For half a second after they were made read_only, somebody who has just spoken can still speak.

The role is cached with the permission that was worked out from it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from reference_server.core import membership, timeline
from reference_server.core.errors import Refusal
from reference_server.service import context

BREAKS = "ROLE-EVENT-02"
REPLACES = "reference_server.service.messages:decide"

KEPT_S = 0.5


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Remember for a moment who may send."""
    allowed: dict[tuple[str, str], float] = {}

    def decide(service: Any, draft: Any, caller: Any, conversation_id: str, sent: Any) -> Any:
        who, now = (conversation_id, caller.participant_id), time.monotonic()
        try:
            found = original(service, draft, caller, conversation_id, sent)
        except Refusal as refusal:
            if refusal.code != "READ_ONLY" or now - allowed.get(who, -KEPT_S) > KEPT_S:
                raise
            tell()
            conversation = draft.conversation(conversation_id)
            sender = membership.member_of(conversation, caller.participant_id)
            change = timeline.append(conversation, sender, sent, context.stamp())
            draft.add(change)
            return change.events[0], False
        allowed[who] = now
        return found

    return decide
