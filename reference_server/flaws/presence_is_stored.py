"""Whoever comes online takes a number of the timeline.

All notifications go through the event store.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import timeline
from reference_server.core.model import Change
from reference_server.service import context
from reference_server.service.ledger import Draft

BREAKS = "PRES-STORE-01"
REPLACES = "reference_server.socket:Sockets.greet"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Write it down."""

    def greet(self: Any, connection: Any, asked: Any) -> bool:
        greeted: bool = original(self, connection, asked)
        told = [{"participantId": connection.participant_id, "isOnline": True}]

        def decide(draft: Draft) -> None:
            room = draft.conversation(connection.conversation_id)
            kinds = [("participant_update", {"participants": told})]
            draft.add(Change(*timeline.extend(room, kinds, context.stamp())))

        if greeted:
            self.service.ledger.submit(decide)
        return greeted

    return greet
