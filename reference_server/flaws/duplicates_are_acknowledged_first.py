"""A message sent again is acknowledged at once, before messages of the same connection that were sent earlier.

What is known already needs no place in the queue.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import timeline, validate, wire

BREAKS = "RT-FIFO-02"
REPLACES = "reference_server.session:Session.message"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Look before queueing."""

    async def message(self: Any, frame: Any) -> None:
        sent = validate.message(frame.fields, self.service.settings.limits.sizes)
        where = self.connection.conversation_id
        known = self.service.store.message(where, self.caller.participant_id, sent["message_id"])
        if known is None or not timeline.same_message(known, sent):
            await original(self, frame)
            return
        if self.unanswered:
            tell()
        self.answer(frame, wire.ack(where, sent["message_id"], known.sequence_id, True))

    return message
