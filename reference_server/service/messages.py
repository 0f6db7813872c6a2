"""Messages: sending, paging, syncing, reading."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable
from typing import Any

from reference_server.core import membership, roles, timeline, wire
from reference_server.core.model import Caller, Conversation, Event
from reference_server.core.validate import Range
from reference_server.service import context, conversations
from reference_server.service.context import Service
from reference_server.service.ledger import Draft
from reference_server.storage import PutRead

NO_END = 2**62


def send(
    service: Service, caller: Caller, conversation_id: str, sent: dict[str, Any]
) -> asyncio.Future[tuple[Event, bool]]:
    """Append a message; the future holds its event, and whether it was there already, once it is durable."""
    return service.ledger.submit_message(
        conversation_id, lambda draft: decide(service, draft, caller, conversation_id, sent)
    )


def decide(
    service: Service, draft: Draft, caller: Caller, conversation_id: str, sent: dict[str, Any]
) -> tuple[Event, bool]:
    """Decide a message: is the sender in, is it a duplicate, may they send, is there anything wrong with it."""
    conversation = draft.conversation(conversation_id)
    sender = membership.member_of(conversation, caller.participant_id)
    known = draft.message(conversation_id, sender.participant_id, sent["message_id"])
    original = timeline.duplicate_of(known, sent)
    if original is not None:
        return original, True
    roles.require(sender, "send", service.matrix)
    timeline.check_references(conversation, sent)
    take_rate(service, draft, sender.participant_id)
    change = timeline.append(conversation, sender, sent, context.stamp())
    draft.add(change)
    return change.events[0], False


def take_rate(service: Service, draft: Draft, participant_id: str) -> None:
    """Count a new message against its sender's rate, and take that back if it cannot be stored."""
    window = context.rate_window(service, participant_id)
    if window is not None:
        window.check(time.monotonic())
        window.take(time.monotonic())
        draft.undo.append(window.give_back)


async def page(service: Service, caller: Caller, conversation_id: str, asked: Range, counted: bool) -> str:
    """Return one page of the timeline, or of its messages alone, as JSON text."""
    conversation, _ = await context.enter(service, caller, conversation_id)
    found = service.store.events(
        conversation_id,
        after=min(max(asked.after or 0, conversations.cleared(service, conversation)), NO_END),
        before=NO_END if asked.before is None else min(asked.before, NO_END),
        limit=asked.limit,
        newest=asked.after is None,
        counted=counted,
    )
    body = {
        "has_more": found.has_more,
        "current_sequence_id": conversation.head,
        "stream_id": conversation.stream_id,
    }
    return wire.with_events(body, found.events)


def sync_body(
    service: Service, conversation: Conversation, position: int, stream_id: str | None
) -> tuple[wire.Json, tuple[Event, ...]]:
    """Return what a sync answers: the next page after a position, or a snapshot where there is no way back."""
    gone = position < conversations.cleared(service, conversation)
    if gone or not timeline.recovers(conversation, position, stream_id):
        return {"has_more": False, "recovered": False, "snapshot": snapshot(service, conversation)}, ()
    most = service.settings.limits.sync_page
    following = service.store.follow(conversation.id, position, most)
    events = timeline.fit(following, timeline.SYNC_PAGE_BYTES)
    return {"has_more": timeline.more_after(events, position, conversation.head), "recovered": True}, events


def sync(service: Service, conversation: Conversation, position: int, stream_id: str | None, ref: Any) -> str:
    """Return the `sync` frame."""
    found, events = sync_body(service, conversation, position, stream_id)
    body = {
        "type": "sync",
        "conversation_id": conversation.id,
        "stream_id": conversation.stream_id,
        "current_sequence_id": conversation.head,
        **found,
    }
    return wire.with_events(body if ref is None else {**body, "ref": ref}, events)


def snapshot(service: Service, conversation: Conversation) -> wire.Json:
    """Return the present, for somebody whose past is lost."""
    return {
        "stream_id": conversation.stream_id,
        "current_sequence_id": conversation.head,
        "conversation": wire.headline(conversation),
        "participants": conversations.participants(service, conversation),
    }


def mark_read(service: Service, caller: Caller, conversation_id: str, position: int) -> Awaitable[tuple[int, bool]]:
    """Move the caller's read marker; the answer says where it is, and whether it moved."""
    return service.ledger.submit(lambda draft: move_marker(draft, caller, conversation_id, position))


def move_marker(draft: Draft, caller: Caller, conversation_id: str, position: int) -> tuple[int, bool]:
    """Decide a `read`: forward only, and no further than the head."""
    conversation = draft.conversation(conversation_id)
    member = membership.member_of(conversation, caller.participant_id)
    timeline.check_readable(conversation, position)
    marker = draft.marker(conversation_id, member.participant_id)
    if not timeline.moves_forward(marker, position):
        return marker, False
    draft.add(PutRead(conversation_id, member.participant_id, position))
    return position, True
