"""Refusals are declared as application/json.

The error handler uses the helper that results use.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ERR-PROBLEM-01"
REPLACES = "reference_server.problems:answer"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Declare it as a result."""

    def answer(refusal: Any) -> Any:
        response = original(refusal)
        response.content_type = "application/json"
        return response

    return answer
