"""An unknown path is answered with the framework's page.

The handler for problems hangs on the known routes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quart import Response
from werkzeug.exceptions import NotFound

BREAKS = "ERR-UNKNOWN-01"
REPLACES = "reference_server.app:framework_refusal"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Show the page."""

    def framework_refusal(error: Any) -> Any:
        if isinstance(error, NotFound):
            return Response("<!doctype html><title>404 Not Found</title><h1>Not Found</h1>", 404)
        return original(error)

    return framework_refusal
