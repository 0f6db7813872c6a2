"""The new owner is named, is told by mail, and only then the old one leaves.

Two transactions with a call to another service between them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from reference_server.flaws import succession_in_two_steps

BREAKS = "ROLE-SUCC-05"
REPLACES = "reference_server.service.members:leave"
CHANCE = True
MAIL = 0.5  # seconds that the mail server takes


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Promote, send the mail, leave."""

    async def leave(service: Any, caller: Any, conversation_id: str) -> None:
        await service.ledger.submit(lambda draft: succession_in_two_steps.promote(draft, caller, conversation_id))
        await asyncio.sleep(MAIL)
        await original(service, caller, conversation_id)

    return leave
