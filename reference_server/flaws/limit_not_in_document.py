"""One limit is enforced and not declared.

It is a constant in the code that the document does not read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "LIM-DECL-01"
REPLACES = "reference_server.service.status:capabilities"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave one out."""

    def capabilities(service: Any) -> Any:
        document = original(service)
        shown = {name: value for name, value in document["limits"].items() if name != "queue_limit"}
        return {**document, "limits": shown}

    return capabilities
