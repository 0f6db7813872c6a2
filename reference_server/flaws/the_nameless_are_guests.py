"""Who has given no name is shown as a guest.

A default was wanted that looks friendly.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "GEN-NAME-03"
REPLACES = "reference_server.core.membership:join"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Call them all the same."""

    def join(conversation: Any, caller: Any, display_name: str, *more: Any) -> Any:
        name = "Guest" if display_name == caller.participant_id else display_name
        return original(conversation, caller, name, *more)

    return join
