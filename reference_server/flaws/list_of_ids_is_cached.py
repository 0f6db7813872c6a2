"""For a second after somebody left, their list goes on showing the last line, as it is now.

Which conversations somebody has is cached for a second; what stands in the entries is not.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from reference_server.service import conversations

BREAKS = "ISO-FORMER-03"
REPLACES = "reference_server.service.conversations:mine"

KEPT_S = 1.0


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Fill old lists with new entries."""
    lists: dict[tuple[str, int], tuple[float, list[str]]] = {}

    async def mine(service: Any, caller: Any, limit: int, cursor: str | None) -> Any:
        if cursor is not None:
            return await original(service, caller, limit, cursor)
        key, now = (caller.participant_id, limit), time.monotonic()
        kept = lists.get(key)
        if kept is None or now - kept[0] > KEPT_S:
            ids = service.store.conversations_of(caller.participant_id, None, limit + 1)
            kept = lists[key] = (now, ids)
        found = [service.ledger.conversation(one) for one in kept[1][:limit]]
        page = [one for one in found if one is not None]
        if any(caller.participant_id not in one.members for one in page):
            tell()
        return {
            "conversations": [conversations.entry(service, caller, one) for one in page],
            "next_cursor": conversations.write_cursor(page[-1]) if len(kept[1]) > limit else None,
        }

    return mine
