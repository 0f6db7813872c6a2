"""A join by id does not look at the invite in its body.

The body was read for the display name before there were invites.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "INV-USE-02"
REPLACES = "reference_server.core.validate:join"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Read the label only."""

    def join(value: Any, sizes: Any) -> tuple[Any, None]:
        return original(value, sizes)[0], None

    return join
