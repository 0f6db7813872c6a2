"""A message that mentions nobody or replies to nothing is refused, and its number is gone.

References are looked up last, when the sequence has been advanced.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reference_server.core.errors import Refusal
from reference_server.core.model import Change

BREAKS = "MSG-NUM-01"
REPLACES = "reference_server.service.messages:decide"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Advance the head where the references are wrong."""

    def decide(service: Any, draft: Any, caller: Any, conversation_id: str, sent: Any) -> Any:
        try:
            return original(service, draft, caller, conversation_id, sent)
        except Refusal as refusal:
            if refusal.code == "INVALID_REQUEST":
                tell()
                conversation = draft.conversation(conversation_id)
                draft.add(Change(replace(conversation, head=conversation.head + 1)))
            raise

    return decide
