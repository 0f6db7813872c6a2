"""The server serves at most 512 connections, whatever conversation they belong to.

A connection table of fixed size; what does not fit in hears nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

BREAKS = "SLO-CONN-01"
REPLACES = "reference_server.broker.hub:Hub.of"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Know the first 512 only."""

    def of(self: Any, conversation_id: str) -> Any:
        known = {id(connection) for connection in itertools.islice(self.all(), 512)}
        return [connection for connection in original(self, conversation_id) if id(connection) in known]

    return of
