"""Who writes a time into a message has said it then.

The event is made of the request, with defaults for what is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import validate

BREAKS = "GEN-PID-04"
REPLACES = "reference_server.core.wire:message_event"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Let the body say when it was."""
    read = validate.message

    def message(fields: Any, sizes: Any) -> Any:
        return {**read(fields, sizes), "timestamp": fields.members.get("timestamp")}

    def message_event(conversation: Any, sequence_id: int, sender: Any, sent: Any, now: str) -> Any:
        said = sent.get("timestamp")
        return original(conversation, sequence_id, sender, sent, said if isinstance(said, str) else now)

    validate.message = message  # the body is read in one place and the event made in another
    return message_event
