"""Without `roles` the creator is a member like everybody else.

The role is left at the default of its column where the capability is off.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "ROLE-NONE-01"
REPLACES = "reference_server.service.conversations:fresh"
WITHOUT = ("roles",)


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Give nobody a role of their own."""

    def fresh(caller: Any, body: Any) -> Any:
        made = original(caller, body)
        equal = {name: replace(member, role="member") for name, member in made.members.items()}
        return replace(made, members=equal)

    return fresh
