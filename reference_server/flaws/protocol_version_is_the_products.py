"""`protocol_version` is the version of the product.

Two fields are called version, and the wrong one was filled in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CAP-DOC-02"
REPLACES = "reference_server.service.status:capabilities"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Report the product's own."""

    def capabilities(service: Any) -> Any:
        return {**original(service), "protocol_version": "2026.11-rc2"}

    return capabilities
