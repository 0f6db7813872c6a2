"""The creator of a conversation is a member like the others.

There is one function that adds people, and it knows one role.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "CONV-CREATE-03"
REPLACES = "reference_server.service.conversations:fresh"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Treat all alike."""

    def fresh(caller: Any, body: Any) -> Any:
        made = original(caller, body)
        members = {key: replace(member, role="member") for key, member in made.members.items()}
        return replace(made, members=members)

    return fresh
