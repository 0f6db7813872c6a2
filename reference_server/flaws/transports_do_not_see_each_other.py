"""A message that comes over REST and on a socket at the same moment is stored twice; on one transport it is not.

Each transport keeps the ids that it has under way, and looks for others among what is committed, when it begins.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server import http
from reference_server.core import validate
from reference_server.core.fields import Fields
from reference_server.flaws._stored_twice import once_more
from reference_server.service import messages

BREAKS = "ONCE-RACE-01"
REPLACES = "reference_server.http:Rest.send"
CHANCE = True


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Look once, early, except for what came over REST."""
    posted: set[tuple[str, str, str]] = set()

    async def send(self: Any, conversation_id: str) -> Any:
        caller, service = await self.caller(), self.service
        sent = validate.message(Fields.of(await self.body(), "INVALID_REQUEST"), self.sizes)
        key = (conversation_id, caller.participant_id, sent["message_id"])
        unknown = service.store.message(*key) is None and key not in posted
        posted.add(key)

        def decide(draft: Any) -> Any:
            if unknown and draft.message(*key) is not None:
                tell()
                return once_more(service, draft, caller, conversation_id, sent)
            return messages.decide(service, draft, caller, conversation_id, sent)

        event, duplicate = await service.ledger.submit_message(conversation_id, decide)
        return http.reply(event.text, 200 if duplicate else 201)

    return send
