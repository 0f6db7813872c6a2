"""Revoking an invite by its id finds nothing.

The operation expects the token, which nobody is shown again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.service import context

BREAKS = "INV-REVOKE-01"
REPLACES = "reference_server.service.invitations:decide_revoke"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look for a token."""

    def decide_revoke(service: Any, draft: Any, caller: Any, conversation_id: str, invite_id: str) -> None:
        found = draft.invite_by_hash(context.hashed(invite_id))
        original(service, draft, caller, conversation_id, found.invite_id if found else "")

    return decide_revoke
