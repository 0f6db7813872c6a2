"""A refused join uses an invite up.

The count rises when the token is looked up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import invites
from reference_server.storage import PutInvite

BREAKS = "INV-USE-06"
REPLACES = "reference_server.service.members:presented_invite"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Count every look."""

    def presented_invite(service: Any, draft: Any, conversation: Any, token: Any) -> Any:
        invite = original(service, draft, conversation, token)
        if invite is not None:
            draft.add(PutInvite(invites.used(invite)))
        return invite

    return presented_invite
