"""What is not there is refused with a code of the server's own.

The code is the name of the exception class.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ERR-PROBLEM-04"
REPLACES = "reference_server.core.wire:problem"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Name the exception."""

    def problem(*arguments: Any) -> Any:
        body = original(*arguments)
        return {**body, "code": "CONVERSATION_NOT_FOUND"} if body["code"] == "NOT_FOUND" else body

    return problem
