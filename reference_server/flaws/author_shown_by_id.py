"""A message names its author by the id only: the display name is the id once more.

The events are written without the join that would look the name up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "MSG-EVENT-03"
REPLACES = "reference_server.core.wire:message_event"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Do not look the name up."""

    def message_event(conversation: Any, sequence_id: int, sender: Any, sent: Any, now: str) -> Any:
        nameless = replace(sender, display_name=sender.participant_id)
        return original(conversation, sequence_id, nameless, sent, now)

    return message_event
