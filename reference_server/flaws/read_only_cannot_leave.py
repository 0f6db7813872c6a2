"""A read_only member cannot leave.

Leaving changes the conversation, and every change asks for the right to write.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import membership, roles

BREAKS = "ROLE-RO-03"
REPLACES = "reference_server.service.members:decide_leave"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Ask for the right to send."""

    def decide_leave(service: Any, draft: Any, caller: Any, conversation_id: str) -> None:
        member = membership.member_of(draft.conversation(conversation_id), caller.participant_id)
        roles.require(member, "send", service.matrix)
        original(service, draft, caller, conversation_id)

    return decide_leave
