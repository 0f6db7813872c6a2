"""A duplicate is answered with the original, and everybody is sent the original once more.

The event is fanned out by the same code path whether or not it is new.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "MSG-DUP-02"
REPLACES = "reference_server.service.messages:decide"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Fan out whatever came of it."""

    def decide(service: Any, draft: Any, caller: Any, conversation_id: str, sent: Any) -> Any:
        event, duplicate = original(service, draft, caller, conversation_id, sent)
        if duplicate:
            service.hub.deliver(conversation_id, event.text)
        return event, duplicate

    return decide
