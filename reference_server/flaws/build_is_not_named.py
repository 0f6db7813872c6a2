"""The capabilities document names the server, but not its version.

The block is filled from build metadata that is missing in the running package.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CAP-DOC-03"
REPLACES = "reference_server.service.status:capabilities"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave the version out."""

    def capabilities(service: Any) -> Any:
        document = original(service)
        return {**document, "server": {"name": document["server"]["name"]}}

    return capabilities
