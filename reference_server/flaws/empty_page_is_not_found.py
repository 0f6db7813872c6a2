"""Who asks for what comes after the newest event is told that there is no such thing.

An empty result was taken for a missing conversation.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import errors

BREAKS = "HIST-PAGE-10"
REPLACES = "reference_server.service.messages:page"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Find nothing, and say so with the wrong status."""

    async def page(service: Any, caller: Any, conversation_id: str, asked: Any, counted: bool) -> Any:
        text = await original(service, caller, conversation_id, asked, counted)
        if asked.after and not json.loads(text)["events"]:
            raise errors.not_found()
        return text

    return page
