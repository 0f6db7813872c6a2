"""When the last owner leaves, nobody becomes the owner.

Succession was left for a job that was never written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import membership

BREAKS = "ROLE-SUCC-01"
REPLACES = "reference_server.core.membership:leave"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Just go."""
    return membership.leave_without_roles
