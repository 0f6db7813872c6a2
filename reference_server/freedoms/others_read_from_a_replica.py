"""Pages over REST come from a replica that is 0.7 s behind, but for what the reader has learnt or done themselves.

GEN-SETTLE-01 gives every other member `settle_ms`; section 5.5 binds a read to what its own reader knows.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

PERMITS = ("GEN-SETTLE-01", "RYW-REST-01", "RYW-MONO-01", "HIST-PAGE-09")
REPLACES = "reference_server.service.context:build"

BEHIND = 0.7
OWN = (
    "SELECT max(sequence_id) FROM events WHERE conversation_id = ? AND"
    " ((sender = ? AND message_id IS NOT NULL) OR type != 'message')"
)
"""What somebody has said themselves, and whatever is no message, which shows in other answers too."""


def vary(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Put the replica in front of the pages when the service is built."""

    def build(settings: Any) -> Any:
        service = original(settings)
        Replica(service, tell)
        return service

    return build


class Replica:
    """What it knows of each conversation, and what each reader knows already."""

    def __init__(self, service: Any, tell: Callable[[], None]) -> None:
        from reference_server.service import conversations, messages

        self.service, self.tell = service, tell
        self.heads: dict[str, list[tuple[float, int]]] = defaultdict(list)
        self.known: dict[tuple[str, str], int] = defaultdict(int)
        self.connected: set[tuple[str, str]] = set()
        self.add, self.page_of, self.view_of = service.hub.add, messages.page, conversations.view
        self.show, service.ledger.show = service.ledger.show, self.shown
        service.hub.add, messages.page, conversations.view = self.added, self.page, self.view

    def shown(self, change: Any) -> None:
        """Note when a head was reached; what was there at the start is no news."""
        heads = self.heads[change.after.id]
        if not heads:
            heads.append((0.0, change.after.head - len(change.events)))
        heads.append((time.monotonic(), change.after.head))
        self.show(change)

    def added(self, connection: Any) -> None:
        """Whoever is connected hears of everything: to them nothing can be denied any more."""
        self.connected.add((connection.conversation_id, connection.participant_id))
        self.add(connection)

    async def view(self, service: Any, caller: Any, conversation_id: str, invite: str | None) -> Any:
        """The resource is read where it is written."""
        shown = await self.view_of(service, caller, conversation_id, invite)
        who = (conversation_id, caller.participant_id)
        self.known[who] = max(self.known[who], shown.get("current_sequence_id", 0))
        return shown

    async def page(self, service: Any, caller: Any, conversation_id: str, asked: Any, counted: bool) -> Any:
        """Read as of the last position that this reader cannot be denied."""
        from reference_server.service import context

        conversation, _ = await context.enter(service, caller, conversation_id)
        who, now = (conversation_id, caller.participant_id), time.monotonic()
        heads = self.heads.get(conversation_id, [(0.0, conversation.head)])
        old = max(head for at, head in heads if at <= now - BEHIND)
        own = service.store.one(OWN, *who)[0] or 0
        self.known[who] = position = max(old, own, self.known[who])
        if who in self.connected or position >= conversation.head:
            self.known[who] = conversation.head
            return await self.page_of(service, caller, conversation_id, asked, counted)
        self.tell()
        behind: Any = Behind(service, replace(conversation, head=position))
        return await self.page_of(behind, caller, conversation_id, asked, counted)


class Behind:
    """A service whose conversation and store end where the replica does."""

    def __init__(self, service: Any, conversation: Any) -> None:
        self.service, self.settings, self.shown = service, service.settings, conversation
        self.ledger = self.store = self

    def conversation(self, _conversation_id: str) -> Any:
        """The conversation as it was."""
        return self.shown

    def events(self, conversation_id: str, **asked: Any) -> Any:
        """Its events up to then."""
        before = min(asked.pop("before"), self.shown.head + 1)
        return self.service.store.events(conversation_id, before=before, **asked)
