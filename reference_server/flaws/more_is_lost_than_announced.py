"""The server says that it keeps everything from event 5 on, and forgets event 5 as well.

Retention and its announcement count from different ends.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire
from reference_server.service import messages

BREAKS = "HIST-KEPT-01"
REPLACES = "reference_server.service.status:capabilities"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Announce one bound, and read by another."""
    truthful = messages.page

    async def page(*arguments: Any) -> Any:
        body = json.loads(await truthful(*arguments))
        forgotten = 5 if body["current_sequence_id"] > 5 else 0  # nothing is cleared out of a short timeline
        body["events"] = [event for event in body["events"] if event["sequence_id"] > forgotten]
        return wire.encode(body)

    def capabilities(service: Any) -> Any:
        document = original(service)
        return {**document, "limits": {**document["limits"], "oldest_sequence_id_kept": 5}}

    messages.page = page  # type: ignore[assignment]
    return capabilities
