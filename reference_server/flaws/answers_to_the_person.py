"""An answer goes to every connection of its participant.

Answers are addressed to the participant.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "PEER-ANSWER-01"
REPLACES = "reference_server.session:Session.answer"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Address the participant."""

    def answer(self: Any, frame: Any, body: Any) -> None:
        original(self, frame, body)
        room, who = self.connection.conversation_id, self.connection.participant_id
        for peer in self.service.hub.of_participant(room, who):
            if peer is not self.connection:
                peer.say(body if frame.ref is None else {**body, "ref": frame.ref})

    return answer
