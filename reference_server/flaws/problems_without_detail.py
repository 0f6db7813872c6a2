"""A problem has no detail where title and detail would say the same.

Somebody removed what they took for repetition.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ERR-PROBLEM-02"
REPLACES = "reference_server.core.wire:problem"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave it out."""

    def problem(*arguments: Any) -> Any:
        body = original(*arguments)
        del body["detail"]
        return body

    return problem
