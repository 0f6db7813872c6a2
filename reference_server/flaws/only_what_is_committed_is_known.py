"""Two copies of a message that come at once are both stored.

Whether an id is known is asked of the database, which does not hold yet what the same group is about to write.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.flaws.ids_are_forgotten_at_a_restart import once_more

BREAKS = "ONCE-RETRY-01"
REPLACES = "reference_server.service.messages:decide"
CHANCE = True


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look at the table only."""

    def decide(service: Any, draft: Any, caller: Any, conversation_id: str, sent: Any) -> Any:
        key = (conversation_id, caller.participant_id, sent["message_id"])
        if key in draft.messages and service.store.message(*key) is None:
            return once_more(original, service, draft, caller, conversation_id, sent)
        return original(service, draft, caller, conversation_id, sent)

    return decide
