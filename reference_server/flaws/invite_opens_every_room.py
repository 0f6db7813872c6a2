"""An invite to one conversation opens every conversation whose id is known.

The token is checked for existence, not for the conversation that it belongs to.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.service import context

BREAKS = "INV-USE-10"
REPLACES = "reference_server.service.members:presented_invite"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take any invite."""

    def presented_invite(service: Any, draft: Any, conversation: Any, token: Any) -> Any:
        return None if token is None else draft.invite_by_hash(context.hashed(token))

    return presented_invite
