"""Who has come is shown as online a second later, even in their own `connected`; who has gone, a second later too.

PRES-ONLINE-01: within `settle_ms`; presence that is replicated between nodes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

PERMITS = ("PRES-ONLINE-01", "PRES-ONLINE-02")
REPLACES = "reference_server.service.context:Presence"

LATER_S = 1.0


def vary(original: type[Any], tell: Callable[[], None]) -> type[Any]:
    """Remember who was online when last looked at."""

    class EventualPresence(original):  # type: ignore[misc]
        """Presence as another node knows it."""

        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            self.known: set[tuple[str, str]] = set()

        def learn(self, who: tuple[str, str]) -> None:
            """Look again."""
            tell()
            (self.known.add if self.hub.is_online(*who) else self.known.discard)(who)

        def shown(self, conversation_id: str, participant_id: str) -> bool | None:
            """Return what is known."""
            now = super().shown(conversation_id, participant_id)
            return None if now is None else (conversation_id, participant_id) in self.known

        def came(self, connection: Any) -> None:
            """Learn of it in a while."""
            who = (connection.conversation_id, connection.participant_id)
            asyncio.get_running_loop().call_later(LATER_S, self.learn, who)
            super().came(connection)

        def went(self, connection: Any) -> None:
            """Learn of it in a while."""
            who = (connection.conversation_id, connection.participant_id)
            asyncio.get_running_loop().call_later(LATER_S, self.learn, who)
            super().went(connection)

    return EventualPresence
