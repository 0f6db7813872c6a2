"""Messages on the socket are stored and shown, or not, and their sender is told neither.

Sending is fire and forget: the copy that comes back is taken for the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import validate
from reference_server.core.errors import Refusal
from reference_server.service import messages

BREAKS = "MSG-ACK-01"
REPLACES = "reference_server.session:Session.message"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Answer nothing."""

    async def message(self: Any, frame: Any) -> None:
        try:
            sent = validate.message(frame.fields, self.service.settings.limits.sizes)
            future = messages.send(self.service, self.caller, self.connection.conversation_id, sent)
        except Refusal:
            return
        future.add_done_callback(lambda done: done.exception())  # nobody asks, and nobody complains

    return message
