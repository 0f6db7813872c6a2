"""Who reads in two tabs at once seems to go backward: the older tab's reads are told 30 ms later.

Each connection collects its reads for a moment; the newest connection's go out at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import validate, wire
from reference_server.service import messages

BREAKS = "READ-SHOW-02"
REPLACES = "reference_server.session:Session.read"
CHANCE = True

LATER_S = 0.03


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Let the reads of older tabs wait."""

    async def read(self: Any, frame: Any) -> None:
        asked, service = validate.read(frame.fields), self.service
        conversation_id = self.connection.conversation_id
        tabs = service.hub.of_participant(conversation_id, self.caller.participant_id)
        if len(tabs) < 2 or tabs[-1] is self.connection:
            await original(self, frame)
            return
        marker, moved = await messages.mark_read(service, self.caller, conversation_id, asked)
        body = wire.read(conversation_id, self.caller.participant_id, marker)
        if moved:
            tell()
            others = [one for one in service.hub.of(conversation_id) if one is not self.connection]
            service.ledger.loop.call_later(LATER_S, service.hub.whisper, others, body)
        self.answer(frame, body)

    return read
