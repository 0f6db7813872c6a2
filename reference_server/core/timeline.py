"""The timeline: numbering, idempotency, and the pages that are read from it.

Rules kept here. Numbers rise by exactly 1 and never name a second event. A message_id is good for one
message of its sender in this conversation, for as long as the event is kept. A duplicate is answered with
the original and sent to nobody. A sync page is contiguous and starts right after the position asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from reference_server.core import wire
from reference_server.core.errors import Refusal
from reference_server.core.model import Change, Conversation, Event, Member

PREVIEW_LENGTH = 200
SYNC_PAGE_BYTES = 1_048_576 - 4096  # of events; the rest of the frame needs some too

# What counts as a message for history, preview and unread counts.
COUNTED: frozenset[str] = frozenset({"message"})


def next_number(conversation: Conversation, already: int = 0) -> int:
    """From 1, by 1, without gaps; `already` events of the same decision come before."""
    return conversation.head + 1 + already


def same_message(original: Event, sent: dict[str, Any]) -> bool:
    """Equal content and mentions make a duplicate; whatever else differs is no matter."""
    stored = json.loads(original.text)
    return bool(stored["content"] == sent["content"] and stored["mentions"] == sent["mentions"])


def duplicate_of(original: Event | None, sent: dict[str, Any]) -> Event | None:
    """Return the original if this is its duplicate; refuse an id that names another message."""
    if original is None:
        return None
    if not same_message(original, sent):
        raise Refusal("MESSAGE_ID_REUSED", "This message_id already names another message of yours")
    return original


def check_references(conversation: Conversation, sent: dict[str, Any]) -> None:
    """`reply_to` names an existing event, `mentions` name present members."""
    reply_to = sent["reply_to"]
    if reply_to is not None and not 1 <= reply_to <= conversation.head:
        raise Refusal("INVALID_REQUEST", "reply_to names no event of this conversation")
    if any(mentioned not in conversation.members for mentioned in sent["mentions"]):
        raise Refusal("INVALID_REQUEST", "mentions names somebody who is no member")


def append(conversation: Conversation, sender: Member, sent: dict[str, Any], now: str) -> Change:
    """Append one message; sending is reading, so the sender's marker moves to it."""
    event = wire.message_event(conversation, next_number(conversation), sender, sent, now)
    after = replace(conversation, head=event.sequence_id, updated_at=now, preview=sent["content"][:PREVIEW_LENGTH])
    return Change(after, (event,), read=(sender.participant_id, event.sequence_id))


def extend(
    conversation: Conversation, kinds: Iterable[tuple[str, dict[str, Any]]], now: str
) -> tuple[Conversation, tuple[Event, ...]]:
    """Append events that are no messages, one right after the other."""
    events = tuple(
        wire.timeline_event(conversation, next_number(conversation, index), kind, now, members)
        for index, (kind, members) in enumerate(kinds)
    )
    return replace(conversation, head=conversation.head + len(events), updated_at=now), events


def recovers(conversation: Conversation, position: int, stream_id: str | None) -> bool:
    """A position is good unless it is of another stream or above the head."""
    return stream_id in (None, conversation.stream_id) and position <= conversation.head


def oldest_kept(conversation: Conversation, promised: int | None) -> int:
    """Nothing below the promised number is shown any more, once the timeline has come so far."""
    return promised if promised is not None and conversation.head >= promised else 1


def fit(events: Iterable[Event], limit_bytes: int) -> tuple[Event, ...]:
    """Cut a page at so many bytes, but leave at least one event in it."""
    page: list[Event] = []
    size = 0
    for event in events:
        size += len(event.text.encode()) + 1  # and a comma
        if page and size > limit_bytes:
            break
        page.append(event)
    return tuple(page)


def more_after(page: tuple[Event, ...], position: int, head: int) -> bool:
    """More there is exactly when the page ends below the head."""
    return (page[-1].sequence_id if page else position) < head


def moves_forward(marker: int, position: int) -> bool:
    """Read markers only move forward."""
    return position > marker


def check_readable(conversation: Conversation, position: int) -> None:
    """Nobody has read what is not there yet."""
    if position > conversation.head:
        raise Refusal("INVALID_REQUEST", "sequence_id is above the head of the timeline")
