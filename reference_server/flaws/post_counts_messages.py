"""The number in the answer to a POST counts the messages of the conversation, not its events.

It is the number of rows that the insert has just counted.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

from reference_server import http

BREAKS = "MSG-EVENT-01"
REPLACES = "reference_server.http:Rest.send"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Count on our own."""
    counted: Counter[str] = Counter()

    async def send(self: Any, conversation_id: str) -> Any:
        response = await original(self, conversation_id)
        counted[conversation_id] += response.status_code == 201
        event = json.loads(await response.get_data())
        return http.reply({**event, "sequence_id": counted[conversation_id]}, response.status_code)

    return send
