"""Every member can list the invites.

Reading is thought to be open to all who are in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import wire
from reference_server.service import context

BREAKS = "INV-LIST-02"
REPLACES = "reference_server.service.invitations:listed"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Ask for membership only."""

    async def listed(service: Any, caller: Any, conversation_id: str) -> Any:
        await context.enter(service, caller, conversation_id)
        return {"invites": [wire.invite(one) for one in service.store.invites(conversation_id)]}

    return listed
