"""An invite is made and answered without its token.

The token is stored as a hash, and the answer is built from storage.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "INV-MAKE-01"
REPLACES = "reference_server.service.invitations:make"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Answer what is stored."""

    async def make(service: Any, caller: Any, conversation_id: str, body: Any) -> Any:
        shown = await original(service, caller, conversation_id, body)
        return {name: value for name, value in shown.items() if name != "token"}

    return make
