"""The values that decisions are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is asking, as the token says: nothing in a body says who the caller is."""

    participant_id: str
    kind: str  # "human" or "ai"
    name: str | None
    expires_at: float  # seconds since the epoch


@dataclass(frozen=True, slots=True)
class Member:
    """One participant of one conversation."""

    participant_id: str
    display_name: str
    kind: str
    role: str
    joined_at: str
    rank: int  # the sequence_id at which they joined; 0 for those there from the start
    presented: bool = True  # False until a listed participant first shows a token


@dataclass(frozen=True, slots=True)
class Conversation:
    """A timeline's present: its head and the fold of its events over the initial participants."""

    id: str
    stream_id: str
    title: str | None
    access: str
    mode: str | None
    sites: tuple[str, ...]
    created_at: str
    updated_at: str
    head: int
    members: Mapping[str, Member]
    preview: str | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """A timeline event, encoded once: `text` is what every transport and every reader gets."""

    sequence_id: int
    type: str
    text: str
    sender: str | None = None
    message_id: str | None = None


@dataclass(frozen=True, slots=True)
class Invite:
    """An invite; its token is known to the store as a hash only."""

    invite_id: str
    token_hash: str
    conversation_id: str
    role: str
    created_by: str
    created_at: str
    expires_at: float
    max_uses: int | None
    uses: int = 0
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Ticket:
    """One use, one participant, one conversation; ends with the token that bought it."""

    token_hash: str
    conversation_id: str
    caller: Caller
    expires_at: float


@dataclass(frozen=True, slots=True)
class Change:
    """What one decision does to one conversation: all of it becomes durable, or none."""

    after: Conversation
    events: tuple[Event, ...] = ()
    altered: tuple[Member, ...] = ()
    gone: Mapping[str, str] | None = None  # participant_id -> "left" or "removed"
    read: tuple[str, int] | None = None
    invite: Invite | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a timeline, ascending."""

    events: tuple[Event, ...]
    has_more: bool
