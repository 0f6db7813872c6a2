"""Where decisions become facts: decided in order, written in groups, shown only when durable.

One group is under way at a time. While it is being written new requests wait; when it is durable it becomes
visible, its answers go out, and everything that waited is decided together as the next group. So a decision
always stands on what is durable or in its own group, and a group that cannot be written is simply forgotten:
its numbers were never seen, its requesters hear UNAVAILABLE.
"""

from __future__ import annotations

import asyncio
import time
import traceback
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from reference_server.core import errors, limits
from reference_server.core.errors import Refusal
from reference_server.core.model import Change, Conversation, Event, Invite, Ticket
from reference_server.storage import (
    Created,
    DropTicket,
    Probe,
    PutInvite,
    PutRead,
    PutTicket,
    StorageDown,
    Store,
    Write,
)
from reference_server.storage.writer import Writer

T = TypeVar("T")
CACHED = 10_000  # conversations kept in memory
GROUP = 200  # requests decided together at most
LOG_BYTES = 8_000_000  # a log larger than this is folded away


@dataclass(slots=True)
class Draft:
    """One group in the making: the visible state with the group's own decisions on top."""

    ledger: Ledger
    writes: list[Write] = field(default_factory=list)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    messages: dict[tuple[str, str, str], Event] = field(default_factory=dict)
    invites: dict[str, Invite] = field(default_factory=dict)
    tickets: set[str] = field(default_factory=set)
    reads: dict[tuple[str, str], int] = field(default_factory=dict)
    creations: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    undo: list[Callable[[], None]] = field(default_factory=list)

    def conversation(self, conversation_id: str) -> Conversation:
        """Return a conversation as it will be after what the group holds so far."""
        found = self.conversations.get(conversation_id) or self.ledger.conversation(conversation_id)
        if found is None or found.closed:
            raise errors.not_found()
        return found

    def message(self, conversation_id: str, sender: str, message_id: str) -> Event | None:
        """Return the event that a message_id names."""
        key = (conversation_id, sender, message_id)
        return self.messages.get(key) or self.ledger.store.message(*key)

    def invite_by_hash(self, token_hash: str) -> Invite | None:
        """Return an invite by its token's hash."""
        found = self.ledger.store.invite_by_hash(token_hash)
        return found and self.invites.get(found.invite_id, found)

    def invite(self, conversation_id: str, invite_id: str) -> Invite | None:
        """Return an invite by its id."""
        found = self.ledger.store.invite(conversation_id, invite_id)
        return found and self.invites.get(invite_id, found)

    def ticket(self, token_hash: str) -> Ticket | None:
        """Return a ticket that nobody has presented, in this group neither."""
        return None if token_hash in self.tickets else self.ledger.store.ticket(token_hash)

    def marker(self, conversation_id: str, participant_id: str) -> int:
        """Return how far somebody has read."""
        key = (conversation_id, participant_id)
        return self.reads[key] if key in self.reads else self.ledger.store.marker(*key)

    def created_under(self, owner: str, key: str) -> tuple[str, str] | None:
        """Return what an Idempotency-Key made."""
        return self.creations.get((owner, key)) or self.ledger.store.created_under(owner, key)

    def add(self, write: Write) -> None:
        """Add a decision to the group."""
        self.writes.append(write)
        if isinstance(write, Change):
            self.add_change(write)
        elif isinstance(write, Created):
            self.conversations[write.conversation.id] = write.conversation
            if write.key is not None:
                made = (write.conversation.id, write.fingerprint)
                self.creations[write.owner, write.key] = made
        elif isinstance(write, PutInvite):
            self.invites[write.invite.invite_id] = write.invite
        elif isinstance(write, DropTicket):
            self.tickets.add(write.token_hash)
        elif isinstance(write, PutRead):
            self.reads[write.conversation_id, write.participant_id] = write.sequence_id
        else:
            assert isinstance(write, PutTicket | Probe)

    def add_change(self, change: Change) -> None:
        """Let later decisions of the group see this one."""
        conversation_id = change.after.id
        self.conversations[conversation_id] = change.after
        for event in change.events:
            if event.message_id is not None and event.sender is not None:
                self.messages[conversation_id, event.sender, event.message_id] = event
        if change.read is not None:
            participant_id, position = change.read
            self.reads[conversation_id, participant_id] = position
        if change.invite is not None:
            self.invites[change.invite.invite_id] = change.invite


@dataclass(slots=True)
class Request:
    """A decision that somebody waits for."""

    decide: Callable[[Draft], Any]
    answer: asyncio.Future[Any]


class Ledger:
    """Decides, writes, shows."""

    def __init__(self, store: Store, show: Callable[[Change], None]) -> None:
        self.store = store
        self.show = show
        self.loop = asyncio.get_running_loop()
        self.writer = Writer(store, self.loop.call_soon_threadsafe)
        self.cache: OrderedDict[str, Conversation] = OrderedDict()
        self.waiting: list[Request] = []
        self.messages_waiting: Counter[str] = Counter()
        self.busy = False
        self.down = False
        self.write_seconds = 0.0
        self.written_at = self.loop.time()
        self.quiet = asyncio.Event()
        self.quiet.set()

    # What is visible

    def conversation(self, conversation_id: str) -> Conversation | None:
        """Return a conversation as everybody sees it; a closed one is none."""
        found = self.cache.get(conversation_id)
        if found is None:
            found = self.store.conversation(conversation_id)
            if found is None:
                return None
            self.remember(found)
        return None if found.closed else found

    def remember(self, conversation: Conversation) -> None:
        """Keep it at hand; what is forgotten can be read again."""
        self.cache[conversation.id] = conversation
        self.cache.move_to_end(conversation.id)
        while len(self.cache) > CACHED:
            self.cache.popitem(last=False)

    # Deciding

    def submit(self, decide: Callable[[Draft], T]) -> asyncio.Future[T]:
        """Ask for a decision; the future holds its answer once everything it stands on is durable."""
        answer: asyncio.Future[T] = self.loop.create_future()
        self.waiting.append(Request(decide, answer))
        if not self.busy:
            self.busy = True
            self.quiet.clear()
            self.loop.call_soon(self.begin)
        return answer

    def submit_message(self, conversation_id: str, decide: Callable[[Draft], T]) -> asyncio.Future[T]:
        """Ask for a message to be appended, if not too many of its conversation are waiting already."""
        waiting = self.messages_waiting
        if not limits.queue_has_room(waiting[conversation_id], self.queue_limit):
            raise Refusal("QUEUE_FULL", "Too many messages of this conversation are waiting to be stored")
        waiting[conversation_id] += 1
        answer = self.submit(decide)
        answer.add_done_callback(lambda _: self.message_done(conversation_id))
        return answer

    queue_limit = 256

    def message_done(self, conversation_id: str) -> None:
        """One message of this conversation waits no longer."""
        self.messages_waiting[conversation_id] -= 1
        if self.messages_waiting[conversation_id] <= 0:
            del self.messages_waiting[conversation_id]

    def begin(self) -> None:
        """Decide everything that waits, in order, and hand it to the writer."""
        group, self.waiting = self.waiting[:GROUP], self.waiting[GROUP:]
        if not group:
            self.busy = False
            self.quiet.set()
            return
        draft = Draft(self)
        outcomes = [outcome(request, draft) for request in group]
        if not draft.writes:
            self.answer(group, outcomes)
            self.loop.call_soon(self.begin)
            return
        started = time.perf_counter()
        self.writer.write(draft.writes, lambda fault: self.written(group, outcomes, draft, started, fault))

    def written(
        self,
        group: list[Request],
        outcomes: list[Any],
        draft: Draft,
        started: float,
        fault: StorageDown | None,
    ) -> None:
        """The group is durable: show it, answer it, go on. Or it is not: forget it."""
        self.write_seconds = time.perf_counter() - started
        self.written_at = self.loop.time()
        self.down = fault is not None
        if fault is None:
            self.store.refresh()
            self.reveal(draft)
        else:
            for take_back in draft.undo:
                take_back()
            sorry = Refusal("UNAVAILABLE", "Nothing can be stored for the moment")
            outcomes = [sorry] * len(group)
        self.answer(group, outcomes)
        self.go_on()

    def reveal(self, draft: Draft) -> None:
        """Make a durable group visible, in the order of its decisions."""
        for conversation in draft.conversations.values():
            self.remember(conversation)
        for write in draft.writes:
            if isinstance(write, Change):
                self.show_one(write)

    def show_one(self, change: Change) -> None:
        """Show one decision; a fault in showing must not stop those that follow."""
        try:
            self.show(change)
        except Exception:  # noqa: BLE001
            traceback.print_exc()

    def answer(self, group: list[Request], outcomes: list[Any]) -> None:
        """Answer in order."""
        for request, result in zip(group, outcomes, strict=True):
            if request.answer.done():
                continue
            if isinstance(result, Exception):
                request.answer.set_exception(result)
            else:
                request.answer.set_result(result)

    def go_on(self) -> None:
        """Begin the next group, after folding the log away if it has grown."""
        if self.store.log_bytes() > LOG_BYTES:
            self.store.release()
            self.writer.checkpoint(self.folded)
        else:
            self.begin()

    def folded(self, _fault: StorageDown | None) -> None:
        """The log is short again, or could not be made so: it is tried again after the next group."""
        self.store.refresh()
        self.begin()

    async def calm(self, patience: float) -> None:
        """Wait until everything that was accepted is durable and answered, but not for ever."""
        try:
            await asyncio.wait_for(self.quiet.wait(), patience)
        except TimeoutError:
            traceback.print_exc()

    async def stop(self) -> None:
        """End the writer."""
        await self.calm(1.0)
        await asyncio.to_thread(self.writer.stop)


def outcome(request: Request, draft: Draft) -> Any:
    """Return what a decision answers, or why it refuses."""
    try:
        return request.decide(draft)
    except Exception as refusal:  # noqa: BLE001  it is handed to whoever asked, and one must not stop the others
        return refusal
