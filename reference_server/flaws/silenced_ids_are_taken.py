"""A message_id that was refused because its sender was read_only is taken: another text under it is refused as reuse.

The key is written before the role is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "MSG-FREE-01"
REPLACES = "reference_server.service.messages:decide"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Remember what was refused."""
    taken: dict[tuple[str, str, str], str] = {}

    def decide(service: Any, draft: Any, caller: Any, conversation_id: str, sent: Any) -> Any:
        key = (conversation_id, caller.participant_id, sent["message_id"])
        try:
            found = original(service, draft, caller, conversation_id, sent)
        except Refusal as refusal:
            if refusal.code == "READ_ONLY":
                taken[key] = sent["content"]
            raise
        if taken.get(key, sent["content"]) != sent["content"]:
            tell()
            draft.writes.pop()
            raise Refusal("MESSAGE_ID_REUSED")
        return found

    return decide
