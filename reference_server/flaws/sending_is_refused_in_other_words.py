"""Who sends to a conversation that they are not in is refused in other words than where there is none.

The service knows two refusals, and the shell only gives them one status.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quart import Response

from reference_server import problems
from reference_server.core import wire

BREAKS = "ISO-HIDE-02"
REPLACES = "reference_server.problems:answer"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Let the service's words through."""

    def answer(refusal: Any) -> Any:
        if refusal.code != "NOT_A_MEMBER":
            return original(refusal)
        tell()
        body = wire.problem(404, "Not found", refusal.detail, "NOT_FOUND", None)
        return Response(wire.encode(body), 404, problems.NOSNIFF, content_type=problems.PROBLEM)

    return answer
