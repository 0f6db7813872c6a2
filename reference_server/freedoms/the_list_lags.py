"""The list of one's conversations is as it was 1.2 s ago: what was begun since is not there yet.

Sections 3.6 and 5.5 except the list, which may lag behind by `settle_ms`; a search index beside the store.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

PERMITS = ("CONV-LIST-01", "CONV-LIST-02", "CONV-LIST-03", "CONV-LIST-04", "CONV-LIST-10", "CONV-CREATE-15")
REPLACES = "reference_server.service.context:build"

BEHIND = 1.2


def vary(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Put the index in front of the list when the service is built."""

    def build(settings: Any) -> Any:
        service = original(settings)
        Index(service, tell)
        return service

    return build


class Index:
    """How each conversation was, and since when."""

    def __init__(self, service: Any, tell: Callable[[], None]) -> None:
        from reference_server.service import context, conversations

        self.service, self.tell = service, tell
        self.begun = context.stamp()
        self.states: dict[str, list[tuple[float, Any]]] = defaultdict(list)
        self.remember, service.ledger.remember = service.ledger.remember, self.remembered
        conversations.mine = self.mine

    def remembered(self, conversation: Any) -> None:
        """Note what it has become; one that was there when the server started is no news."""
        states = self.states[conversation.id]
        old = not states and conversation.created_at < self.begun
        states.append((0.0 if old else time.monotonic(), conversation))
        self.remember(conversation)

    def as_it_was(self, conversation_id: str, then: float) -> Any:
        """The conversation at that time, if there was one."""
        found = [conversation for at, conversation in self.states[conversation_id] if at <= then]
        return found[-1] if found else None

    async def mine(self, service: Any, caller: Any, limit: int, cursor: str | None) -> Any:
        """A page, in the order of then."""
        from reference_server.service import conversations

        below = conversations.read_cursor(cursor) if cursor is not None else ("~", "~")
        for conversation_id in service.store.conversations_of(caller.participant_id, None, 1_000_000):
            service.ledger.conversation(conversation_id)  # notes those that nobody has asked for yet
        then = time.monotonic() - BEHIND
        all_then = [self.as_it_was(conversation_id, then) for conversation_id in list(self.states)]
        own = [one for one in all_then if one and not one.closed and caller.participant_id in one.members]
        own.sort(key=lambda one: (one.updated_at, one.id), reverse=True)
        rest = [one for one in own if (one.updated_at, one.id) < below]
        self.tell()
        return {
            "conversations": [conversations.entry(service, caller, one) for one in rest[:limit]],
            "next_cursor": conversations.write_cursor(rest[limit - 1]) if len(rest) > limit else None,
        }
