"""In a sync page everybody speaks under the name that they have today.

Events are joined with the members when a page is made; what went out live was not.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reference_server.core import wire

BREAKS = "SYNC-EQUAL-01"
REPLACES = "reference_server.service.messages:sync_body"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Put the present names in."""

    def renamed(conversation: Any, event: Any) -> Any:
        told = json.loads(event.text)
        author = told.get("participant", {})
        member = conversation.members.get(author.get("participantId"))
        if member is None or member.display_name == author["displayName"]:
            return event
        tell()
        return replace(event, text=wire.encode({**told, "participant": {**author, "displayName": member.display_name}}))

    def sync_body(service: Any, conversation: Any, *more: Any) -> Any:
        found, events = original(service, conversation, *more)
        return found, tuple(renamed(conversation, event) for event in events)

    return sync_body
