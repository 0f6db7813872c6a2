"""A request body of any size is taken.

The limit was set for the socket only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "LIM-BODY-02"
REPLACES = "reference_server.app:build"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take it all."""

    def build(settings: Any, house: Any) -> Any:
        app = original(settings, house)
        app.config["MAX_CONTENT_LENGTH"] = None
        return app

    return build
