"""Everybody is granted access, and credentials too.

Two middlewares, each of which sets one of the headers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CORS-WILD-01"
REPLACES = "reference_server.app:cors"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Set both."""

    def cors(response: Any, origin: Any, allowed: Any) -> None:
        original(response, origin, allowed)
        if origin is not None and origin not in allowed:
            response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Credentials"] = "true"

    return cors
