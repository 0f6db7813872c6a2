"""The name given when joining is not shown.

The body of the join is read for its invite only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "GEN-NAME-01"
REPLACES = "reference_server.core.validate:join"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Drop the name."""

    def join(value: Any, sizes: Any) -> Any:
        _, invite = original(value, sizes)
        return None, invite

    return join
