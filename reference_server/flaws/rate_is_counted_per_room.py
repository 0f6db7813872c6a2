"""The rate is counted in each conversation by itself.

The counter lies with the conversation, where the message is decided.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "RATE-SCOPE-01"
REPLACES = "reference_server.service.messages:decide"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Keep the counters of each conversation apart."""
    rates: dict[str, Any] = {}

    def decide(service: Any, draft: Any, caller: Any, conversation_id: str, sent: Any) -> Any:
        service.rates = rates.setdefault(conversation_id, {})
        return original(service, draft, caller, conversation_id, sent)

    return decide
