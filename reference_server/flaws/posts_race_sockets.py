"""A message that comes over REST while its copy on the socket is being stored is stored beside it.

REST looks for the message_id when the request comes in, and does not look again when its turn has come.
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
    """Look once, early."""

    async def send(self: Any, conversation_id: str) -> Any:
        caller, service = await self.caller(), self.service
        sent = validate.message(Fields.of(await self.body(), "INVALID_REQUEST"), self.sizes)
        key = (conversation_id, caller.participant_id, sent["message_id"])
        unknown = service.store.message(*key) is None

        def decide(draft: Any) -> Any:
            if unknown and draft.message(*key) is not None:
                tell()
                return once_more(service, draft, caller, conversation_id, sent)
            return messages.decide(service, draft, caller, conversation_id, sent)

        event, duplicate = await service.ledger.submit_message(conversation_id, decide)
        return http.reply(event.text, 200 if duplicate else 201)

    return send
