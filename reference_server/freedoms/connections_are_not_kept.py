"""Every answer over HTTP ends its connection.

A balancer without keep-alive.  HTTP/1.1 leaves that to either side.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("NET-HTTP-01",)
REPLACES = "reference_server.app:finish"


def vary(original: Callable[..., Any]) -> Callable[..., Any]:
    """Say so in a header; the server underneath keeps to it."""

    def finish(response: Any, settings: Any, lines: Any) -> Any:
        done = original(response, settings, lines)
        done.headers["Connection"] = "close"
        return done

    return finish
