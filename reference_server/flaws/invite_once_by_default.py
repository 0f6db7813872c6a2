"""An invite made without `max_uses` can be used once.

The default of the column is 1, that of the contract is no limit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "INV-MAKE-02"
REPLACES = "reference_server.core.validate:invite"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Fill in the default of the column."""

    def invite(value: Any) -> Any:
        body = original(value)
        return body if body.max_uses is not None else replace(body, max_uses=1)

    return invite
