"""Only preflights name the allowed Origin.

The header was added where the browser complained first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quart import request

BREAKS = "CORS-ALLOW-01"
REPLACES = "reference_server.app:cors"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Answer preflights alone."""

    def cors(response: Any, origin: Any, allowed: Any) -> None:
        if request.method == "OPTIONS":
            original(response, origin, allowed)

    return cors
