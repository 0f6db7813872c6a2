"""Participants are listed in another order every time.

Lists of participants are sets: the contract gives them no order.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

PERMITS = ("CONV-GET-02", "WS-CONNECTED-02", "SYNC-SNAP-01")
REPLACES = "reference_server.service.conversations:participants"


def vary(original: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
    """Shuffle, as a map of another language would."""

    def participants(service: Any, conversation: Any) -> list[Any]:
        found = original(service, conversation)
        random.shuffle(found)
        return found

    return participants
