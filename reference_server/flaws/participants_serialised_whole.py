"""Everybody in a conversation is shown everybody's mail address.

The object from the token is kept as it is, and written out as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "ISO-EXTRA-01"
REPLACES = "reference_server.identity.tokens:Verifier.caller"


ADDRESSES: dict[str, Any] = {}


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Keep the address, and show it beside the name."""
    joiner = wire.joiner

    def caller(self: Any, claims: dict[str, Any]) -> Any:
        ADDRESSES[claims["sub"]] = claims.get("email")
        return original(self, claims)

    def with_address(member: Any) -> Any:
        return {**joiner(member), "email": ADDRESSES.get(member.participant_id)}

    wire.joiner = with_address
    return caller
