"""Creating a conversation is answered with 200 instead of 201.

The framework's default status was never changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONV-CREATE-01"
REPLACES = "reference_server.http:Rest.create"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Forget the status."""

    async def create(self: Any) -> Any:
        response = await original(self)
        response.status_code = 200
        return response

    return create
