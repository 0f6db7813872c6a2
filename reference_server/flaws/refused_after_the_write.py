"""A message whose mention names nobody is refused, and stored all the same.

References are checked when the message is already on its way into the timeline.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "PHAN-REFUSED-01"
REPLACES = "reference_server.service.messages:decide"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Write first, refuse then."""

    def decide(service: Any, draft: Any, caller: Any, conversation_id: str, sent: Any) -> Any:
        try:
            return original(service, draft, caller, conversation_id, sent)
        except Refusal as refusal:
            if refusal.code == "INVALID_REQUEST":
                plain = {**sent, "mentions": [], "reply_to": None}
                original(service, draft, caller, conversation_id, plain)
            raise

    return decide
