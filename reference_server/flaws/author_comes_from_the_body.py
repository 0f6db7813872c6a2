"""Who writes somebody else's id into a message speaks in their name.

The stored event is the server's, with the members of the body on top.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reference_server.core import validate, wire

BREAKS = "GEN-PID-03"
REPLACES = "reference_server.core.wire:message_event"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Let the body say who speaks."""
    read = validate.message

    def message(fields: Any, sizes: Any) -> Any:
        return {**read(fields, sizes), "participant": fields.members.get("participant")}

    def message_event(conversation: Any, sequence_id: int, sender: Any, sent: Any, now: str) -> Any:
        event = original(conversation, sequence_id, sender, sent, now)
        if not isinstance(sent.get("participant"), dict):
            return event
        body = json.loads(event.text)
        return replace(event, text=wire.encode({**body, "participant": {**body["participant"], **sent["participant"]}}))

    validate.message = message  # the body is read in one place and the event made in another
    return message_event
