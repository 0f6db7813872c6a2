"""A ref is echoed whatever it is.

It is opaque to the server, and so nobody looked at it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ERR-REF-03"
REPLACES = "reference_server.core.validate:reference"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Echo it."""

    def reference(fields: Any) -> Any:
        return fields.members.get("ref")

    return reference
