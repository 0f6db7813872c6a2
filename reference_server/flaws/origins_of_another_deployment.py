"""`allowed_origins` lists an origin from which nobody is let in.

The list lies in two places, and one of them is of another deployment.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CAP-DOC-05"
REPLACES = "reference_server.service.status:capabilities"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """List another's."""

    def capabilities(service: Any) -> Any:
        return {**original(service), "allowed_origins": ["https://staging.example.test"]}

    return capabilities
