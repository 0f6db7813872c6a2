"""An ack says where the timeline ends; if somebody wrote in the same moment, that is their message.

The number is read after the write instead of being returned by it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "MSG-EVENT-01"
REPLACES = "reference_server.session:Session.message_done"
CHANCE = True


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Read the number late."""

    def message_done(self: Any, frame: Any, done: asyncio.Future[Any]) -> None:
        conversation = self.service.ledger.conversation(self.connection.conversation_id)
        if done.exception() is not None or done.result()[1] or conversation is None:
            original(self, frame, done)
            return
        self.unanswered -= 1
        if not self.unanswered:
            self.answered.set()
        event, _ = done.result()
        if event.sequence_id != conversation.head:
            tell()
        self.answer(frame, wire.ack(conversation.id, event.message_id, conversation.head, False))

    return message_done
