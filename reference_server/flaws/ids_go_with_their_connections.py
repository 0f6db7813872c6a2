"""A message that is sent again after its connection broke is stored a second time.

What a connection has sent is remembered as long as one that was open then still is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.flaws.ids_are_forgotten_at_a_restart import once_more

BREAKS = "ONCE-RETRY-01"
REPLACES = "reference_server.service.messages:decide"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Forget an id with the last connection that may have brought it."""
    open_then: dict[tuple[str, str, str], set[str]] = {}

    def decide(service: Any, draft: Any, caller: Any, conversation_id: str, sent: Any) -> Any:
        key = (conversation_id, caller.participant_id, sent["message_id"])
        open_now = {connection.id for connection in service.hub.of_participant(*key[:2])}
        known = open_then.setdefault(key, open_now)
        if known and not known & open_now:
            open_then[key] = open_now
            return once_more(original, service, draft, caller, conversation_id, sent)
        return original(service, draft, caller, conversation_id, sent)

    return decide
