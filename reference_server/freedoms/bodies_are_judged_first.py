"""What a body has to be is asked before who sends it and whether there is such a conversation.

A framework that validates before it calls a handler.  Where two refusals apply, either conforms (about this contract).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("AUTH-NONE-01", "ISO-HIDE-02", "ISO-HIDE-05", "ERR-BODY-01", "ERR-JSON-01", "MEM-REMOVE-03", "ROLE-RO-01")
REPLACES = "reference_server.http:Rest.caller"


def vary(original: Callable[..., Any]) -> Callable[..., Any]:
    """Read and check the body where there is one to be."""

    async def caller(self: Any) -> Any:
        from quart import request

        from reference_server.core import validate
        from reference_server.core.fields import Fields

        path, method = request.path, request.method
        if method == "PATCH":
            validate.role(await self.body())
        elif method == "POST" and path.endswith("/messages"):
            validate.message(Fields.of(await self.body(), "INVALID_REQUEST"), self.sizes)
        elif method == "POST" and path == "/chat/tickets":
            validate.ticket(await self.body())
        elif method == "POST" and path == "/chat/create":
            validate.create(await self.body(optional=True), "", self.sizes)
        elif method == "POST" and path.endswith("/invites"):
            validate.invite(await self.body(optional=True))
        elif method == "POST":
            validate.join(await self.body(optional=True), self.sizes)
        elif method == "GET" and path.endswith(("/events", "/messages")):
            from reference_server.http import query

            validate.page(query(), self.limits.history_page)
        return await original(self)

    return caller
