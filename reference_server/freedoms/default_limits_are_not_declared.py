"""Limits that are at their default are left out of the capabilities document; `connected` names them all.

LIM-DECL-01 demands those without a default, and "what is absent here has the default"; WS-CONNECTED-06 binds what
`connected` names to what holds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("LIM-DECL-01", "WS-CONNECTED-06")
LATE = True  # so much more has to be said
REPLACES = "reference_server.service.status:capabilities"

DEFAULTS = {
    "max_content_length": 10_000,
    "max_frame_bytes": 131_072,
    "max_participants": 100,
    "typing_interval_ms": 3_000,
    "sync_page": 500,
    "history_page": 100,
    "settle_ms": 2_000,
}
ARGUMENTS = tuple(word for name, value in DEFAULTS.items() for word in ("--limit", f"{name}={value}"))


def vary(original: Callable[..., Any]) -> Callable[..., Any]:
    """Say only what nobody knows."""

    def capabilities(service: Any) -> Any:
        body = original(service)
        told = {name: value for name, value in body["limits"].items() if DEFAULTS.get(name) != value}
        return {**body, "limits": told}

    return capabilities
