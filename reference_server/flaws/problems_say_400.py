"""The status inside a problem is 400, whatever the response has.

The base class of the exceptions has a default, and most of them do not override it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ERR-PROBLEM-03"
REPLACES = "reference_server.core.wire:problem"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Say the default."""

    def problem(status: int, *rest: Any) -> Any:
        return {**original(status, *rest), "status": 400}

    return problem
