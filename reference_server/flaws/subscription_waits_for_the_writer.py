"""Who connects while something is being stored does not hear of that.

Subscribing goes through the same queue as writing, and the snapshot was read before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "DLV-RACE-01"
REPLACES = "reference_server.socket:Sockets.greet"
CHANCE = True


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Subscribe when what is under way has been shown."""

    def greet(self: Any, connection: Any, asked: Any) -> Any:
        admitted, hub, ledger = original(self, connection, asked), self.service.hub, self.service.ledger
        if admitted and ledger.busy:
            tell()
            hub.remove(connection)
            turn = ledger.submit(lambda _draft: None)
            turn.add_done_callback(lambda _: None if connection.closed else hub.add(connection))
        return admitted

    return greet
