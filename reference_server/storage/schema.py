"""The tables, and the statements that fill them."""

from __future__ import annotations

import json
from typing import Any

from reference_server.core import wire
from reference_server.core.model import Caller, Conversation, Event, Invite, Member, Ticket

TABLES = """
CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY, stream_id TEXT NOT NULL, title TEXT, access TEXT NOT NULL, mode TEXT,
    sites TEXT NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, head INTEGER NOT NULL,
    preview TEXT, closed INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS members (
    conversation_id TEXT NOT NULL, participant_id TEXT NOT NULL, display_name TEXT NOT NULL, kind TEXT NOT NULL,
    role TEXT NOT NULL, joined_at TEXT NOT NULL, rank INTEGER NOT NULL, presented INTEGER NOT NULL,
    UNIQUE (conversation_id, participant_id));
CREATE INDEX IF NOT EXISTS members_by_participant ON members (participant_id);
CREATE TABLE IF NOT EXISTS events (
    conversation_id TEXT NOT NULL, sequence_id INTEGER NOT NULL, type TEXT NOT NULL, text TEXT NOT NULL,
    sender TEXT, message_id TEXT, counted INTEGER NOT NULL,
    PRIMARY KEY (conversation_id, sequence_id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS events_by_message_id ON events (conversation_id, sender, message_id)
    WHERE message_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS events_counted ON events (conversation_id, sequence_id) WHERE counted = 1;
CREATE TABLE IF NOT EXISTS reads (
    conversation_id TEXT NOT NULL, participant_id TEXT NOT NULL, sequence_id INTEGER NOT NULL,
    PRIMARY KEY (conversation_id, participant_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS invites (
    invite_id TEXT PRIMARY KEY, token_hash TEXT NOT NULL UNIQUE, conversation_id TEXT NOT NULL,
    role TEXT NOT NULL, created_by TEXT NOT NULL, created_at TEXT NOT NULL, expires_at REAL NOT NULL,
    max_uses INTEGER, uses INTEGER NOT NULL, revoked INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS invites_by_conversation ON invites (conversation_id);
CREATE TABLE IF NOT EXISTS tickets (
    token_hash TEXT PRIMARY KEY, conversation_id TEXT NOT NULL, participant_id TEXT NOT NULL,
    kind TEXT NOT NULL, name TEXT, token_expires_at REAL NOT NULL, expires_at REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS creations (
    owner TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL, conversation_id TEXT NOT NULL,
    PRIMARY KEY (owner, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS probe (id INTEGER PRIMARY KEY, count INTEGER NOT NULL);
"""

PUT_CONVERSATION = """
INSERT INTO conversations (id, stream_id, title, access, mode, sites, created_at, updated_at, head, preview,
    closed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET updated_at = excluded.updated_at, head = excluded.head,
    preview = excluded.preview, closed = excluded.closed"""
PUT_EVENT = """
INSERT INTO events (conversation_id, sequence_id, type, text, sender, message_id, counted)
    VALUES (?, ?, ?, ?, ?, ?, ?)"""
PUT_MEMBER = """
INSERT INTO members (conversation_id, participant_id, display_name, kind, role, joined_at, rank, presented)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (conversation_id, participant_id) DO UPDATE SET display_name = excluded.display_name,
    kind = excluded.kind, role = excluded.role, joined_at = excluded.joined_at, rank = excluded.rank,
    presented = excluded.presented"""
DROP_MEMBER = "DELETE FROM members WHERE conversation_id = ? AND participant_id = ?"
PUT_READ = """
INSERT INTO reads (conversation_id, participant_id, sequence_id) VALUES (?, ?, ?)
ON CONFLICT (conversation_id, participant_id)
    DO UPDATE SET sequence_id = max(sequence_id, excluded.sequence_id)"""
PUT_INVITE = """
INSERT INTO invites (invite_id, token_hash, conversation_id, role, created_by, created_at, expires_at,
    max_uses, uses, revoked) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (invite_id) DO UPDATE SET uses = excluded.uses, revoked = excluded.revoked"""
PUT_TICKET = """
INSERT INTO tickets (token_hash, conversation_id, participant_id, kind, name, token_expires_at, expires_at)
    VALUES (?, ?, ?, ?, ?, ?, ?)"""
DROP_TICKET = "DELETE FROM tickets WHERE token_hash = ?"
DROP_OLD_TICKETS = "DELETE FROM tickets WHERE expires_at < ?"
PUT_CREATION = "INSERT INTO creations (owner, key, fingerprint, conversation_id) VALUES (?, ?, ?, ?)"
PROBE = "INSERT INTO probe (id, count) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET count = count + 1"

MEMBER_COLUMNS = "participant_id, display_name, kind, role, joined_at, rank, presented"
CONVERSATION_COLUMNS = "id, stream_id, title, access, mode, sites, created_at, updated_at, head, preview, closed"
INVITE_COLUMNS = (
    "invite_id, token_hash, conversation_id, role, created_by, created_at, expires_at, max_uses, uses, revoked"
)
EVENT_COLUMNS = "sequence_id, type, text, sender, message_id"

Row = tuple[Any, ...]


def conversation_row(one: Conversation) -> Row:
    """Return the row of a conversation."""
    head = (one.id, one.stream_id, one.title, one.access, one.mode, wire.encode(one.sites))
    return (*head, one.created_at, one.updated_at, one.head, one.preview, int(one.closed))


def conversation_of(row: Row, members: dict[str, Member]) -> Conversation:
    """Return the conversation of a row."""
    return Conversation(
        id=row[0],
        stream_id=row[1],
        title=row[2],
        access=row[3],
        mode=row[4],
        sites=tuple(json.loads(row[5])),
        created_at=row[6],
        updated_at=row[7],
        head=row[8],
        members=members,
        preview=row[9],
        closed=bool(row[10]),
    )


def member_row(conversation_id: str, one: Member) -> Row:
    """Return the row of a member."""
    shown = (one.display_name, one.kind, one.role, one.joined_at)
    return (conversation_id, one.participant_id, *shown, one.rank, int(one.presented))


def member_of(row: Row) -> Member:
    """Return the member of a row."""
    return Member(row[0], row[1], row[2], row[3], row[4], row[5], bool(row[6]))


def event_row(conversation_id: str, one: Event, counted: bool) -> Row:
    """Return the row of an event."""
    return (conversation_id, one.sequence_id, one.type, one.text, one.sender, one.message_id, int(counted))


def event_of(row: Row) -> Event:
    """Return the event of a row."""
    return Event(*row)


def invite_row(one: Invite) -> Row:
    """Return the row of an invite."""
    made = (one.invite_id, one.token_hash, one.conversation_id, one.role, one.created_by, one.created_at)
    return (*made, one.expires_at, one.max_uses, one.uses, int(one.revoked))


def invite_of(row: Row) -> Invite:
    """Return the invite of a row."""
    return Invite(*[*row[:9], bool(row[9])])


def ticket_row(one: Ticket) -> Row:
    """Return the row of a ticket."""
    who = (one.caller.participant_id, one.caller.kind, one.caller.name)
    return (one.token_hash, one.conversation_id, *who, one.caller.expires_at, one.expires_at)


def ticket_of(row: Row) -> Ticket:
    """Return the ticket of a row."""
    return Ticket(row[0], row[1], Caller(row[2], row[3], row[4], row[5]), row[6])
