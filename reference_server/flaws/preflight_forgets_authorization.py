"""A preflight does not grant the header Authorization.

The list is the one of the days when cookies were used.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quart import request

BREAKS = "CORS-ALLOW-02"
REPLACES = "reference_server.app:cors"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Grant one header."""

    def cors(response: Any, origin: Any, allowed: Any) -> None:
        original(response, origin, allowed)
        if request.method == "OPTIONS" and origin in allowed:
            response.headers["Access-Control-Allow-Headers"] = "Content-Type"

    return cors
