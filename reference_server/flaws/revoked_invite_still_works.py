"""A revoked invite still lets people in.

Revocation takes it off the list and does nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import invites

BREAKS = "INV-USE-08"
REPLACES = "reference_server.core.invites:usable"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Overlook the revocation."""

    def usable(invite: Any, now: float) -> bool:
        return not (invites.expired(invite, now) or invites.used_up(invite))

    return usable
