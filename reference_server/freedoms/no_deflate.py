"""Nobody is offered permessage-deflate.

WS-DEFLATE-01 is a MAY.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("WS-DEFLATE-01", "WS-DEFLATE-02", "WS-DEFLATE-03")
REPLACES = "reference_server.server:uvicorn_config"


def vary(original: Callable[..., Any]) -> Callable[..., Any]:
    """Switch it off again."""

    def uvicorn_config(app: Any, settings: Any) -> Any:
        config = original(app, settings)
        config.ws_per_message_deflate = False
        return config

    return uvicorn_config
