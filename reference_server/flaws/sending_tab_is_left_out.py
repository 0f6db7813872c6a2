"""A message goes to everybody and to the sender's other tabs, and not to the connection that it was sent by.

The ack is enough there, its client has the text already.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import validate

BREAKS = "DLV-OWN-01"
REPLACES = "reference_server.session:Session.message"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Hold the event back where it came from."""

    async def message(self: Any, frame: Any) -> None:
        sent = validate.message(frame.fields, self.service.settings.limits.sizes)
        connection = self.connection
        if not hasattr(connection, "own"):
            connection.own = set()
            send = connection.send

            def others_only(data: bytes) -> None:
                mine = [one for one in connection.own if f'"message_id":"{one}"'.encode() in data]
                if b'"type":"message",' in data[:30] and mine:
                    tell()
                    connection.own.difference_update(mine)
                else:
                    send(data)

            connection.send = others_only
        connection.own.add(sent["message_id"])
        await original(self, frame)

    return message
