"""Events in a sync page lack the members that are null.

Replayed events go through a second serialiser.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "SYNC-EQUAL-01"
REPLACES = "reference_server.service.messages:sync"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Serialise once more."""

    def sync(*arguments: Any) -> str:
        body = json.loads(original(*arguments))
        body["events"] = [{key: value for key, value in event.items() if value is not None} for event in body["events"]]
        return wire.encode(body)

    return sync
