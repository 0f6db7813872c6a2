"""A message that was under way when its author was removed is numbered after their removal.

Membership is checked when the message comes, and the number is given later.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from reference_server.core import timeline
from reference_server.service import context, messages

BREAKS = "MEM-REMOVE-04"
REPLACES = "reference_server.service.messages:send"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Check, wait a moment, append."""

    def send(service: Any, caller: Any, conversation_id: str, sent: Any) -> Any:
        known = service.ledger.conversation(conversation_id)
        sender = known and known.members.get(caller.participant_id)
        if sender is None:
            return original(service, caller, conversation_id, sent)

        def append(draft: Any) -> Any:
            conversation = draft.conversation(conversation_id)
            if conversation is None or sender.participant_id in conversation.members:
                return messages.decide(service, draft, caller, conversation_id, sent)
            tell()
            change = timeline.append(conversation, sender, sent, context.stamp())
            draft.add(change)
            return change.events[0], False

        async def after_a_moment() -> Any:
            await asyncio.sleep(0.03)  # a filter of bad words, say
            return await service.ledger.submit_message(conversation_id, append)

        return asyncio.ensure_future(after_a_moment())

    return send
