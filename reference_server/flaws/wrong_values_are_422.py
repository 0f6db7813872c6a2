"""A request with a wrong value is refused with 422.

That is what the validation library of the framework does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ERR-STATUS-01"
REPLACES = "reference_server.problems:answer"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Let the library answer."""

    def answer(refusal: Any) -> Any:
        response = original(refusal)
        if refusal.code == "INVALID_REQUEST":
            response.status_code = 422
        return response

    return answer
