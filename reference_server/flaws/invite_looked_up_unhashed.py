"""A share link leads nowhere.

The token is looked up as it came, while storage keeps its hash.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import errors

BREAKS = "INV-USE-01"
REPLACES = "reference_server.service.members:join_by_invite"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look for the plain token."""

    async def join_by_invite(service: Any, caller: Any, token: str, label: Any) -> Any:
        invite = service.store.invite_by_hash(token)
        if invite is None:
            raise errors.not_found()
        return await original(service, caller, token, label)

    return join_by_invite
