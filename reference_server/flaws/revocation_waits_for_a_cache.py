"""An invite that somebody has just used lets people in for another second after it was revoked.

Whether an invite was revoked is looked up once a second.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "INV-USE-08"
REPLACES = "reference_server.service.members:presented_invite"

KEPT_S = 1.0


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Remember what was good."""
    good: dict[str, float] = {}

    def presented_invite(service: Any, draft: Any, conversation: Any, token: str | None) -> Any:
        invite, now = original(service, draft, conversation, token), time.monotonic()
        if invite is None or not invite.revoked:
            if invite is not None:
                good[invite.invite_id] = now
            return invite
        if now - good.get(invite.invite_id, -KEPT_S) > KEPT_S:
            return invite
        tell()
        return replace(invite, revoked=False)

    return presented_invite
