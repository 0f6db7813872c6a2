"""Every answer over REST carries members that the contract does not name, at the top and in its parts.

Links, as hypermedia APIs add them, and counters of a later version.  GEN-EXT-02.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("GEN-EXT-02", "CONV-GET-01", "HLT-SHAPE-01", "CAP-DOC-04", "CONV-PREV-02")
REPLACES = "reference_server.http:reply"

SETTINGS = ("capabilities", "limits")
"""What is declared here is declared elsewhere too, and the same."""


def vary(original: Callable[..., Any]) -> Callable[..., Any]:
    """Add links and a version; events stay as they are."""

    def richer(value: Any) -> Any:
        if isinstance(value, list):
            return [richer(one) for one in value]
        if not isinstance(value, dict) or "message_id" in value:
            return value
        parts = {name: one if name in SETTINGS else richer(one) for name, one in value.items()}
        return {"_links": {"self": {"href": "#"}}, **parts, "x_schema": 3, "etag": None}

    def reply(body: Any, status_code: int = 200) -> Any:
        if isinstance(body, dict):
            body = richer(body)
        elif not body.startswith('{"type"'):
            body = f'{body[:-1]},"x_schema":3,"etag":null}}'
        return original(body, status_code)

    return reply
