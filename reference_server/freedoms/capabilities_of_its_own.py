"""The server declares capabilities and limits that no contract knows, and settings with the known ones.

Names that begin with `x_` are free for everyone; `capabilities` maps names to objects with settings.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("CAP-DOC-02", "CAP-DOC-04", "LIM-DECL-01", "GEN-EXT-02")
REPLACES = "reference_server.service.status:capabilities"


def vary(original: Callable[..., Any]) -> Callable[..., Any]:
    """Say more, of a later minor version."""

    def capabilities(service: Any) -> Any:
        body = original(service)
        known = {name: {"x_since": "2024-01"} for name in body["capabilities"]}
        return {
            **body,
            "protocol_version": "1.17",
            "server": {**body["server"], "x_build": 4711},
            "capabilities": {**known, "x_reactions": {"max": 12}, "x_threads": {}},
            "limits": {**body["limits"], "x_max_reactions": 12, "max_pins": None},
        }

    return capabilities
