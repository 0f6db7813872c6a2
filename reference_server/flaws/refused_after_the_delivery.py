"""A message that replies to nothing is refused and not stored, and the others have seen it by then.

Delivery begins as soon as the sender is known to be a member.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import membership, timeline
from reference_server.core.errors import Refusal
from reference_server.service import context

BREAKS = "PHAN-REFUSED-01"
REPLACES = "reference_server.service.messages:decide"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Deliver what is refused for its references."""

    def decide(service: Any, draft: Any, caller: Any, conversation_id: str, sent: Any) -> Any:
        try:
            return original(service, draft, caller, conversation_id, sent)
        except Refusal as refusal:
            if refusal.code == "INVALID_REQUEST":
                tell()
                conversation = draft.conversation(conversation_id)
                sender = membership.member_of(conversation, caller.participant_id)
                early = timeline.append(conversation, sender, sent, context.stamp())
                service.hub.deliver(conversation_id, early.events[0].text)
            raise

    return decide
