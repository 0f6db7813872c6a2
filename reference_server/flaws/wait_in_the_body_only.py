"""The wait stands in the body, and not in the header.

The function that writes errors writes bodies.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ERR-RETRY-02"
REPLACES = "reference_server.problems:answer"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave the header out."""

    def answer(refusal: Any) -> Any:
        response = original(refusal)
        response.headers.pop("Retry-After", None)
        return response

    return answer
