"""A token in the query is as good as one in the header.

It was convenient for download links, and never taken out again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quart import request

from reference_server import http

BREAKS = "AUTH-QUERY-01"
REPLACES = "reference_server.http:Rest.caller"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look into the query where the header is missing."""

    async def caller(self: Any) -> Any:
        found = http.query().get("access_token")
        if found and "Authorization" not in request.headers:
            return await self.service.verifier.verify(found[0])
        return await original(self)

    return caller
