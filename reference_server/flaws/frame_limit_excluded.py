"""A text message of exactly `max_frame_bytes` is refused.

The library's limit excludes the limit itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "LIM-FRAME-01"
REPLACES = "reference_server.server:uvicorn_config"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Stop one short."""

    def uvicorn_config(app: Any, settings: Any) -> Any:
        config = original(app, settings)
        config.ws_max_size -= 1
        return config

    return uvicorn_config
