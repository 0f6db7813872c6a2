"""Every event of the timeline carries members that the contract does not name.

The same ones whatever way it is read, because they are stored with it.  GEN-EXT-02.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("GEN-EXT-02", "MSG-EVENT-02", "ORD-SAME-01")
REPLACES = "reference_server.core.wire:Event"


def vary(original: Callable[..., Any]) -> Callable[..., Any]:
    """Store a shard, a revision and a language with each."""

    def event(sequence_id: int, kind: str, text: str, *more: Any) -> Any:
        extra = f'"x_shard":{sequence_id % 7},"revision":1,"x_lang":null,"x_links":[{{"rel":"self"}}]'
        return original(sequence_id, kind, f"{text[:-1]},{extra}}}", *more)

    return event
