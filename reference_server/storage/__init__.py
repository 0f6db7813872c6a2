"""What a store does, whoever keeps the bytes.

Reads are made on the event loop and see exactly what has been made visible; writes are made in groups, away
from the loop, and are durable when `write` returns. Between `refresh` calls the reads do not change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from reference_server.core.model import Change, Conversation, Event, Invite, Page, Ticket


@dataclass(frozen=True, slots=True)
class Created:
    """A new conversation, with its initial participants, and the key under which it was asked for."""

    conversation: Conversation
    owner: str
    key: str | None
    fingerprint: str


@dataclass(frozen=True, slots=True)
class PutInvite:
    """An invite made, used or revoked."""

    invite: Invite


@dataclass(frozen=True, slots=True)
class PutTicket:
    """A ticket sold."""

    ticket: Ticket
    now: float


@dataclass(frozen=True, slots=True)
class DropTicket:
    """A ticket used up."""

    token_hash: str


@dataclass(frozen=True, slots=True)
class PutRead:
    """A read marker that moved."""

    conversation_id: str
    participant_id: str
    sequence_id: int


@dataclass(frozen=True, slots=True)
class Probe:
    """A write that only asks whether writing works."""


Write = Change | Created | PutInvite | PutTicket | DropTicket | PutRead | Probe


class StorageDown(Exception):
    """The store could not write; nothing of the group was stored."""


class Store(Protocol):
    """The reads and the one write that the server needs."""

    def write(self, group: Sequence[Write]) -> None:
        """Make the whole group durable, or raise StorageDown and keep none of it. Writer thread only."""

    def refresh(self) -> None:
        """Let the reads see everything written so far."""

    def conversation(self, conversation_id: str) -> Conversation | None:
        """Return a conversation, closed ones too."""

    def events(self, conversation_id: str, after: int, before: int, limit: int, newest: bool, counted: bool) -> Page:
        """Return events with after < sequence_id < before, ascending; `newest` takes them from the end."""

    def follow(self, conversation_id: str, position: int, most: int) -> Iterator[Event]:
        """Return the events right after a position, ascending, read as they are asked for."""

    def message(self, conversation_id: str, sender: str, message_id: str) -> Event | None:
        """Return the event that a message_id names."""

    def unread(self, conversation_id: str, marker: int) -> int:
        """Count the messages above a marker."""

    def marker(self, conversation_id: str, participant_id: str) -> int:
        """Return how far somebody has read; 0 before the first time."""

    def conversations_of(self, participant_id: str, below: tuple[str, str] | None, limit: int) -> list[str]:
        """Return the ids of somebody's conversations, latest activity first, below a (updated_at, id)."""

    def invite_by_hash(self, token_hash: str) -> Invite | None:
        """Return the invite with this token."""

    def invite(self, conversation_id: str, invite_id: str) -> Invite | None:
        """Return an invite by its id."""

    def invites(self, conversation_id: str) -> list[Invite]:
        """Return the invites of a conversation that are not revoked, oldest first."""

    def ticket(self, token_hash: str) -> Ticket | None:
        """Return a ticket that nobody has presented yet."""

    def created_under(self, owner: str, key: str) -> tuple[str, str] | None:
        """Return (conversation id, fingerprint) of the create that was asked for with this key."""

    def total_conversations(self) -> int:
        """Count the conversations that are not closed."""

    def log_bytes(self) -> int:
        """Return how large the write-ahead log is."""

    def release(self) -> None:
        """Stop holding the view of the past, so that a checkpoint can pass."""

    def checkpoint(self) -> None:
        """Fold the log into the main file. Writer thread only, with the view released."""

    def close(self) -> None:
        """Let go of the files."""
