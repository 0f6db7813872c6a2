"""The id of a connection is a number that is one higher than the last.

A counter was the nearest thing that is unique.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

BREAKS = "GEN-ID-02"
REPLACES = "reference_server.service.context:new_id"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Count."""
    counter = itertools.count(1)

    def new_id(prefix: str) -> str:
        return f"connection-{next(counter):020d}" if prefix == "n" else str(original(prefix))

    return new_id
