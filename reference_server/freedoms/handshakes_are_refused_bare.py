"""A refused handshake has no body.

ERR-SHAKE-01 is advice: many libraries leave no room for one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("ERR-SHAKE-01", "WS-ORIGIN-02", "ISO-HIDE-07")
ADVICE = ("ERR-SHAKE-01",)
REPLACES = "reference_server.socket:problems.answer"


def vary(original: Callable[..., Any]) -> Callable[..., Any]:
    """The status alone."""

    def answer(refusal: Any) -> Any:
        from quart import has_websocket_context

        response = original(refusal)
        if has_websocket_context():
            response.set_data(b"")
            del response.headers["Content-Type"]
        return response

    return answer
