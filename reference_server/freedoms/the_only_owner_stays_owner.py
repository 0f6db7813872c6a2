"""The only owner cannot give themselves a lower role.

ROLE-SELF-03 is a MAY.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("ROLE-SELF-03", "ROLE-SELF-02")
REPLACES = "reference_server.core.membership:change_role"


def vary(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Refuse it."""

    def change_role(conversation: Any, actor: Any, target: Any, role: str, now: str) -> Any:
        from reference_server.core import membership
        from reference_server.core.errors import Refusal

        if actor == target and role != "owner" and membership.is_last_owner(conversation, target):
            tell()
            raise Refusal("FORBIDDEN", "There would be no owner")
        return original(conversation, actor, target, role, now)

    return change_role
