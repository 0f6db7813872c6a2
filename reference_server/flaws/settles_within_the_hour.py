"""The server declares that its effects may take an hour to show.

A configured value is published without a check of its range.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "LIM-BOUND-01"
REPLACES = "reference_server.service.status:capabilities"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Declare an hour."""

    def capabilities(service: Any) -> Any:
        document = original(service)
        return {**document, "limits": {**document["limits"], "settle_ms": 3_600_000}}

    return capabilities
