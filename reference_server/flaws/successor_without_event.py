"""When the last owner goes, somebody becomes owner without an event that says so.

Roles are changed in one place, and events are written in another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reference_server.core import membership

BREAKS = "GEN-FOLD-01"
REPLACES = "reference_server.core.membership:leave"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Crown in silence."""

    def leave(conversation: Any, leaver: Any, reason: str, by: Any, now: str) -> Any:
        change = original(conversation, leaver, reason, by, now)
        if not change.altered:
            return change
        quiet = membership.leave_without_roles(conversation, leaver, reason, by, now)
        heir = change.altered[0]
        return replace(quiet, after=membership.with_member(quiet.after, heir), altered=change.altered)

    return leave
