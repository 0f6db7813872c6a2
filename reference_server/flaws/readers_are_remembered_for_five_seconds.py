"""Who has just read the timeline can go on reading it for five seconds after they left or were removed.

Access is cached by person and conversation, and nobody empties the cache.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "ISO-FORMER-01"
REPLACES = "reference_server.service.messages:page"

KEPT_S = 5.0


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Let in whom it has just let in."""
    let_in: dict[tuple[str, str], float] = {}

    async def page(service: Any, caller: Any, conversation_id: str, asked: Any, counted: bool) -> Any:
        key, now = (conversation_id, caller.participant_id), time.monotonic()
        try:
            found = await original(service, caller, conversation_id, asked, counted)
        except Refusal:
            conversation = service.ledger.conversation(conversation_id)
            if conversation is None or now - let_in.get(key, -KEPT_S) > KEPT_S:
                raise
            tell()
            stand_in = next(one for one in conversation.members.values() if one.presented)
            somebody = replace(caller, participant_id=stand_in.participant_id)
            return await original(service, somebody, conversation_id, asked, counted)
        let_in[key] = now
        return found

    return page
