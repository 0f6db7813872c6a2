"""A request body of exactly `max_frame_bytes` is refused.

The web server has a smaller limit of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "LIM-BODY-01"
REPLACES = "reference_server.app:build"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Keep to the smaller limit."""

    def build(settings: Any, house: Any) -> Any:
        app = original(settings, house)
        app.config["MAX_CONTENT_LENGTH"] = settings.limits.max_frame_bytes * 3 // 4
        return app

    return build
