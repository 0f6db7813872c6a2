"""A message_id is recognised on the connection that it was first sent on, and on no other.

The set of known ids hangs on the connection object.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reference_server.core import membership, roles, timeline, validate
from reference_server.service import context, messages

BREAKS = "MSG-DUP-04"
REPLACES = "reference_server.session:Session.message"
KNOWN: dict[str, set[str]] = {}


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take what this connection has not seen for new."""

    async def message(self: Any, frame: Any) -> None:
        sent = validate.message(frame.fields, self.service.settings.limits.sizes)
        known = KNOWN.setdefault(self.connection.id, set())
        if sent["message_id"] in known:
            await original(self, frame)
            return
        conversation_id = self.connection.conversation_id

        def decide(draft: Any) -> Any:
            conversation = draft.conversation(conversation_id)
            sender = membership.member_of(conversation, self.caller.participant_id)
            roles.require(sender, "send", self.service.matrix)
            timeline.check_references(conversation, sent)
            messages.take_rate(self.service, draft, sender.participant_id)
            known.add(sent["message_id"])
            change = timeline.append(conversation, sender, sent, context.stamp())
            event = change.events[0]
            if draft.message(conversation_id, sender.participant_id, sent["message_id"]) is not None:
                event = replace(event, message_id=None)  # the index of the table forbids a second one
            draft.add(replace(change, events=(event,)))
            return change.events[0], False

        future = self.service.ledger.submit_message(conversation_id, decide)
        self.unanswered += 1
        self.answered.clear()
        future.add_done_callback(lambda done: self.message_done(frame, done))

    return message
