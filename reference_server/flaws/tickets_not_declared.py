"""Tickets are offered, but the capabilities document does not say so.

The list was written by hand and not kept up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CAP-DEMANDED-01"
REPLACES = "reference_server.service.status:capabilities"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Forget one."""

    def capabilities(service: Any) -> Any:
        document = original(service)
        document["capabilities"].pop("tickets", None)
        return document

    return capabilities
