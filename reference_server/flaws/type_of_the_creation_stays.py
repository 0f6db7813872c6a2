"""An agent that was named at creation is listed as a human for ever.

The type is stored at creation and never looked at again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "GEN-TYPE-02"
REPLACES = "reference_server.core.membership:present"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Note that they came, not what they are."""

    def present(conversation: Any, member: Any, caller: Any) -> Any:
        return original(conversation, member, replace(caller, kind=member.kind))

    return present
