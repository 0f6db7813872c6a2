"""An agent that leaves before it has done anything else is said to be human.

Every other request takes down what a token says of somebody; a leave was thought not to need it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.service import members

BREAKS = "GEN-TYPE-02"
REPLACES = "reference_server.service.members:leave"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Decide at once."""

    async def leave(service: Any, caller: Any, conversation_id: str) -> None:
        conversation = service.ledger.conversation(conversation_id)
        member = conversation.members.get(caller.participant_id) if conversation is not None else None
        if member is None or member.presented or member.kind == caller.kind:
            await original(service, caller, conversation_id)
            return
        tell()
        await service.ledger.submit(lambda draft: members.decide_leave(service, draft, caller, conversation_id))

    return leave
