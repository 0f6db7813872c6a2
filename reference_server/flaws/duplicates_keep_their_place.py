"""A duplicate takes a place in its conversation's queue and never gives it back.

Places are given back by the writer, and a duplicate is not written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "BP-LIFE-01"
REPLACES = "reference_server.service.ledger:Ledger.submit_message"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Take one more place for each duplicate."""

    def submit_message(self: Any, conversation_id: str, decide: Any) -> Any:
        answer = original(self, conversation_id, decide)

        def answered(done: Any) -> None:
            if done.exception() is None and done.result()[1]:
                tell()
                self.messages_waiting[conversation_id] += 1

        answer.add_done_callback(answered)
        return answer

    return submit_message
