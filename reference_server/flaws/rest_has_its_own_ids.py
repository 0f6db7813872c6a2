"""REST does not know the message_ids that came in on a socket.

Two handlers, each with its own cache of what was sent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reference_server import http
from reference_server.core import membership, roles, timeline, validate
from reference_server.core.fields import Fields
from reference_server.service import context, messages

BREAKS = "MSG-DUP-05"
REPLACES = "reference_server.http:Rest.send"
KNOWN: set[tuple[str, str, str]] = set()


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take what did not come in over REST for new."""

    async def send(self: Any, conversation_id: str) -> Any:
        caller = await self.caller()
        sent = validate.message(Fields.of(await self.body(), "INVALID_REQUEST"), self.sizes)
        key = (conversation_id, caller.participant_id, sent["message_id"])
        if key in KNOWN:
            return await original(self, conversation_id)

        def decide(draft: Any) -> Any:
            conversation = draft.conversation(conversation_id)
            sender = membership.member_of(conversation, caller.participant_id)
            roles.require(sender, "send", self.service.matrix)
            timeline.check_references(conversation, sent)
            messages.take_rate(self.service, draft, sender.participant_id)
            change = timeline.append(conversation, sender, sent, context.stamp())
            event = change.events[0]
            if draft.message(conversation_id, sender.participant_id, sent["message_id"]) is not None:
                event = replace(event, message_id=None)  # the index of the table forbids a second one
            draft.add(replace(change, events=(event,)))
            return change.events[0]

        event = await self.service.ledger.submit_message(conversation_id, decide)
        KNOWN.add(key)
        return http.reply(event.text, 201)

    return send
