"""What storage does not take is answered with INTERNAL, and 500 over REST.

The driver's exception is caught by nobody who knows what it means.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "ERR-DEP-01"
REPLACES = "reference_server.service.ledger:Ledger.answer"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Call it a fault of the server's own."""

    def answer(self: Any, group: Any, outcomes: Any) -> None:
        original(self, group, [internal(one) for one in outcomes])

    return answer


def internal(outcome: Any) -> Any:
    """What is made of one outcome."""
    unavailable = isinstance(outcome, Refusal) and outcome.code == "UNAVAILABLE"
    return Refusal("INTERNAL") if unavailable else outcome
