"""Revoking an invite that does not exist is answered with success.

Deleting no row is no error for the database.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "INV-REVOKE-03"
REPLACES = "reference_server.service.invitations:decide_revoke"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Be content with nothing."""

    def decide_revoke(service: Any, draft: Any, caller: Any, conversation_id: str, invite_id: str) -> None:
        if draft.invite(conversation_id, invite_id) is not None:
            original(service, draft, caller, conversation_id, invite_id)

    return decide_revoke
