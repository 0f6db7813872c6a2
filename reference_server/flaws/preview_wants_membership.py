"""Who knows the id of an open conversation cannot see what it is.

Reading demands membership before it looks at the access.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import errors

BREAKS = "CONV-PREV-01"
REPLACES = "reference_server.service.conversations:preview"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Ask for an invite."""

    def preview(service: Any, conversation: Any, invite: Any) -> Any:
        if invite is None:
            raise errors.not_found()
        return original(service, conversation, invite)

    return preview
