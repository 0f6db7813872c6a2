"""A socket goes on taking messages after its owner has left.

Membership is asked in the handshake only, and the clean-up of connections comes by later.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reference_server.core import timeline
from reference_server.service import context

BREAKS = "MEM-LEAVE-04"
REPLACES = "reference_server.service.messages:decide"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Remember who was in, and take what they send; close their connections half a second later."""
    remembered: dict[tuple[str, str], Any] = {}
    see_off = context.see_off

    def later(hub: Any, presence: Any, conversation: Any, participant_id: str, reason: str) -> None:
        remembered[conversation.id, participant_id] = reason
        asyncio.get_running_loop().call_later(0.5, see_off, hub, presence, conversation, participant_id, reason)

    def decide(service: Any, draft: Any, caller: Any, conversation_id: str, sent: Any) -> Any:
        conversation = draft.conversation(conversation_id)
        if remembered.get((conversation_id, caller.participant_id)) == "left":
            ghost = replace(next(iter(conversation.members.values())), participant_id=caller.participant_id)
            change = timeline.append(conversation, ghost, sent, context.stamp())
            draft.add(change)
            return change.events[0], False
        return original(service, draft, caller, conversation_id, sent)

    context.see_off = later
    return decide
