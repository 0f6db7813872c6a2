"""Strangers who ask for a conversation that exists wait longer for their 404.

Guessing was to be slowed down, and only where there is something to guess.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

BREAKS = "ISO-HIDE-08"
REPLACES = "reference_server.service.conversations:view"


DELAY = 0.03


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Let strangers wait."""

    async def view(service: Any, caller: Any, conversation_id: str, invite: str | None) -> Any:
        conversation = service.ledger.conversation(conversation_id)
        if conversation is not None and caller.participant_id not in conversation.members:
            await asyncio.sleep(DELAY)
        return await original(service, caller, conversation_id, invite)

    return view
