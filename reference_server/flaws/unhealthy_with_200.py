"""The health document says `unhealthy`, and comes with 200.

The status code is fixed, while the body is computed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server import http
from reference_server.service import status

BREAKS = "HLT-STATUS-01"
REPLACES = "reference_server.http:Rest.health"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Compute the body, and nothing else."""

    async def health(self: Any) -> Any:
        await original(self)
        document = await status.health(self.service)
        return http.reply({**document, "status": "unhealthy"}, 200)

    return health
