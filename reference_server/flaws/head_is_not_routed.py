"""HEAD is refused where GET is answered.

Only GET is registered on the routes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quart import request

from reference_server.core.errors import Refusal

BREAKS = "GEN-HEAD-01"
REPLACES = "reference_server.app:House.check_open"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse it."""

    def check_open(self: Any) -> None:
        original(self)
        if request.method == "HEAD":
            raise Refusal("METHOD_NOT_ALLOWED")

    return check_open
