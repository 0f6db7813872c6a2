"""Who is too fast over REST is told so, and not for how long.

The limiter answers in a header of its own product, and the body is filled elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ERR-RETRY-01"
REPLACES = "reference_server.core.wire:problem"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Keep the wait of a 429."""

    def problem(status: int, title: str, detail: str, code: str, retry_after: Any = None) -> Any:
        return original(status, title, detail, code, None if status == 429 else retry_after)

    return problem
