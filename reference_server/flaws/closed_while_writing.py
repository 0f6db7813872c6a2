"""On SIGTERM sockets are closed while messages still wait to be written; those are stored and never answered.

Messages lie in a buffer for a tenth of a second, to spare the disk, and the farewell does not know of that buffer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

BREAKS = "STOP-ANSWER-01"
REPLACES = "reference_server.service.ledger:Ledger.submit_message"
CHANCE = True

BUFFERED_S = 0.1


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take it now, and hand it on later."""

    def submit_message(self: Any, conversation_id: str, decide: Any) -> Any:
        answer = self.loop.create_future()

        async def hand_on() -> None:
            try:
                answer.set_result(await original(self, conversation_id, decide))
            except Exception as refusal:  # noqa: BLE001  it is handed to whoever asked
                answer.set_exception(refusal)

        self.loop.call_later(BUFFERED_S, lambda: asyncio.ensure_future(hand_on()))
        return answer

    return submit_message
