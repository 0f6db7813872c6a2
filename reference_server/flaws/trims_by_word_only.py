"""The oldest events are declared gone, and a client that needs them is told it has everything.

A job that trims old events was announced in the limits, and sync does not know of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "SYNC-KEPT-01"
REPLACES = "reference_server.config:declared"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Declare the first two events of each conversation gone."""

    def declared(*arguments: Any) -> Any:
        return {**original(*arguments), "oldest_sequence_id_kept": 3}

    return declared
