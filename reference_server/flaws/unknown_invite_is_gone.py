"""A join by a token that no invite has is answered with 410.

Whatever does not let anybody in is called expired.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal
from reference_server.service import context

BREAKS = "INV-USE-09"
REPLACES = "reference_server.service.members:join_by_invite"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Call it expired."""

    async def join_by_invite(service: Any, caller: Any, token: str, label: Any) -> Any:
        if service.store.invite_by_hash(context.hashed(token)) is None:
            raise Refusal("INVITE_EXPIRED")
        return await original(service, caller, token, label)

    return join_by_invite
