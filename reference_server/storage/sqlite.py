"""The embedded store: SQLite in WAL mode with synchronous=FULL.

Two connections. The writer's commits are durable when they return: kill -9 loses none of them. The reader
holds a read transaction open from one `refresh` to the next, so that what is read is exactly what has been
made visible, even while the next group is being written. A held view keeps the log from being folded away,
so checkpoints are made by hand, in between, when it has grown.
"""

# ruff: noqa: S608  what is put into statements here are our own constants; values are always bound

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from reference_server.core import timeline
from reference_server.core.model import Change, Conversation, Event, Invite, Page, Ticket
from reference_server.storage import (
    Created,
    DropTicket,
    Probe,
    PutInvite,
    PutRead,
    PutTicket,
    StorageDown,
    Write,
    schema,
)

FILE_NAME = "chat.sqlite3"


class SqliteStore:
    """A Store in one file of a folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / FILE_NAME
        self.writer = self.connect()
        self.writer.executescript(schema.TABLES)
        self.writer.execute(schema.DROP_OLD_TICKETS, (time.time(),))
        self.reader = self.connect()
        self.refresh()

    def connect(self) -> sqlite3.Connection:
        """Open one connection; the two threads that use it take turns, never at once."""
        connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, timeout=5)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # durable before visible
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        return connection

    # Writing

    def write(self, group: Sequence[Write]) -> None:
        """Write the whole group in one transaction; one fsync makes all of it durable."""
        try:
            self.writer.execute("BEGIN IMMEDIATE")
            self.fill(group)
            self.commit()
        except sqlite3.Error as fault:
            if self.writer.in_transaction:
                self.writer.execute("ROLLBACK")
            raise StorageDown(type(fault).__name__) from fault

    def fill(self, group: Sequence[Write]) -> None:
        """Execute the statements of a group; a conversation's own row is written once, as it is at the end."""
        latest: dict[str, Conversation] = {}
        for one in group:
            self.put(one)
            if isinstance(one, Change):
                latest[one.after.id] = one.after
        self.writer.executemany(schema.PUT_CONVERSATION, [schema.conversation_row(one) for one in latest.values()])

    def commit(self) -> None:
        """Commit: when this returns, a killed process has lost nothing."""
        self.writer.execute("COMMIT")

    def put(self, one: Write) -> None:
        """Execute what one write asks for."""
        if isinstance(one, Change):
            self.put_change(one)
        elif isinstance(one, Created):
            self.put_created(one)
        elif isinstance(one, PutInvite):
            self.writer.execute(schema.PUT_INVITE, schema.invite_row(one.invite))
        elif isinstance(one, PutTicket):
            self.writer.execute(schema.DROP_OLD_TICKETS, (one.now,))
            self.writer.execute(schema.PUT_TICKET, schema.ticket_row(one.ticket))
        elif isinstance(one, DropTicket):
            self.writer.execute(schema.DROP_TICKET, (one.token_hash,))
        elif isinstance(one, PutRead):
            self.writer.execute(schema.PUT_READ, (one.conversation_id, one.participant_id, one.sequence_id))
        elif isinstance(one, Probe):
            self.writer.execute(schema.PROBE)

    def put_created(self, one: Created) -> None:
        """Write a new conversation and its initial participants."""
        conversation = one.conversation
        self.writer.execute(schema.PUT_CONVERSATION, schema.conversation_row(conversation))
        rows = [schema.member_row(conversation.id, member) for member in conversation.members.values()]
        self.writer.executemany(schema.PUT_MEMBER, rows)
        if one.key is not None:
            row = (one.owner, one.key, one.fingerprint, conversation.id)
            self.writer.execute(schema.PUT_CREATION, row)

    def put_change(self, change: Change) -> None:
        """Write the events of a decision and what they mean for its members."""
        conversation_id = change.after.id
        self.put_events(conversation_id, change.events)
        for member in change.altered:
            self.writer.execute(schema.PUT_MEMBER, schema.member_row(conversation_id, member))
        for participant_id in change.gone or ():
            self.writer.execute(schema.DROP_MEMBER, (conversation_id, participant_id))
        if change.read is not None:
            self.writer.execute(schema.PUT_READ, (conversation_id, *change.read))
        if change.invite is not None:
            self.writer.execute(schema.PUT_INVITE, schema.invite_row(change.invite))

    def put_events(self, conversation_id: str, events: Sequence[Event]) -> None:
        """Write timeline events; the primary key forbids a number to name two."""
        for event in events:
            counted = event.type in timeline.COUNTED
            self.writer.execute(schema.PUT_EVENT, schema.event_row(conversation_id, event, counted))

    def checkpoint(self) -> None:
        """Fold the log into the main file and empty it."""
        try:
            self.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as fault:
            raise StorageDown(type(fault).__name__) from fault

    def log_bytes(self) -> int:
        """Return the size of the write-ahead log."""
        log = Path(f"{self.path}-wal")
        return log.stat().st_size if log.exists() else 0

    # Reading

    def refresh(self) -> None:
        """Take a new view: everything written so far, and nothing that comes after."""
        self.release()
        self.reader.execute("BEGIN")
        self.reader.execute("SELECT count(*) FROM probe").fetchone()  # the view begins with the first read

    def release(self) -> None:
        """Give the view up."""
        if self.reader.in_transaction:
            self.reader.execute("ROLLBACK")

    def one(self, sql: str, *values: object) -> schema.Row | None:
        """Return the first row, or None."""
        row: schema.Row | None = self.reader.execute(sql, values).fetchone()
        return row

    def rows(self, sql: str, *values: object) -> Iterator[schema.Row]:
        """Return the rows."""
        return self.reader.execute(sql, values)

    def conversation(self, conversation_id: str) -> Conversation | None:
        """Read a conversation and its members, those there longest first."""
        row = self.one(f"SELECT {schema.CONVERSATION_COLUMNS} FROM conversations WHERE id = ?", conversation_id)
        if row is None:
            return None
        members = map(
            schema.member_of,
            self.rows(
                f"SELECT {schema.MEMBER_COLUMNS} FROM members WHERE conversation_id = ? ORDER BY rank, rowid",
                conversation_id,
            ),
        )
        return schema.conversation_of(row, {member.participant_id: member for member in members})

    def events(self, conversation_id: str, after: int, before: int, limit: int, newest: bool, counted: bool) -> Page:
        """Read one page; one row more than asked for tells whether there is more in that direction."""
        rows = self.rows(
            f"SELECT {schema.EVENT_COLUMNS} FROM events WHERE conversation_id = ?"
            f" AND sequence_id > ? AND sequence_id < ? {'AND counted = 1' if counted else ''}"
            f" ORDER BY sequence_id {'DESC' if newest else 'ASC'} LIMIT ?",
            conversation_id,
            after,
            before,
            limit + 1,
        )
        found = [schema.event_of(row) for row in rows]
        page = found[:limit]
        return Page(tuple(reversed(page) if newest else page), len(found) > limit)

    def follow(self, conversation_id: str, position: int, most: int) -> Iterator[Event]:
        """Read what follows a position, one by one: who has enough stops."""
        rows = self.rows(
            f"SELECT {schema.EVENT_COLUMNS} FROM events WHERE conversation_id = ? AND sequence_id > ?"
            " ORDER BY sequence_id LIMIT ?",
            conversation_id,
            position,
            most,
        )
        return map(schema.event_of, rows)

    def message(self, conversation_id: str, sender: str, message_id: str) -> Event | None:
        """Find the event that a message_id names, however long ago it was."""
        row = self.one(
            f"SELECT {schema.EVENT_COLUMNS} FROM events INDEXED BY events_by_message_id"
            " WHERE conversation_id = ? AND sender = ? AND message_id = ? ORDER BY sequence_id LIMIT 1",
            conversation_id,
            sender,
            message_id,
        )
        return None if row is None else schema.event_of(row)

    def unread(self, conversation_id: str, marker: int) -> int:
        """Count the messages above a marker."""
        row = self.one(
            "SELECT count(*) FROM events INDEXED BY events_counted"
            " WHERE conversation_id = ? AND counted = 1 AND sequence_id > ?",
            conversation_id,
            marker,
        )
        return int(row[0]) if row else 0

    def marker(self, conversation_id: str, participant_id: str) -> int:
        """Read a marker."""
        row = self.one(
            "SELECT sequence_id FROM reads WHERE conversation_id = ? AND participant_id = ?",
            conversation_id,
            participant_id,
        )
        return int(row[0]) if row else 0

    def conversations_of(self, participant_id: str, below: tuple[str, str] | None, limit: int) -> list[str]:
        """Read the ids of somebody's conversations by latest activity."""
        rows = self.rows(
            "SELECT c.id FROM members m JOIN conversations c ON c.id = m.conversation_id"
            " WHERE m.participant_id = ? AND c.closed = 0 AND (c.updated_at, c.id) < (?, ?)"
            " ORDER BY c.updated_at DESC, c.id DESC LIMIT ?",
            participant_id,
            *(below or ("~", "~")),
            limit,
        )
        return [row[0] for row in rows]

    def invite_by_hash(self, token_hash: str) -> Invite | None:
        """Find an invite by its token's hash."""
        row = self.one(f"SELECT {schema.INVITE_COLUMNS} FROM invites WHERE token_hash = ?", token_hash)
        return None if row is None else schema.invite_of(row)

    def invite(self, conversation_id: str, invite_id: str) -> Invite | None:
        """Find an invite of a conversation by its id."""
        row = self.one(
            f"SELECT {schema.INVITE_COLUMNS} FROM invites WHERE invite_id = ? AND conversation_id = ?",
            invite_id,
            conversation_id,
        )
        return None if row is None else schema.invite_of(row)

    def invites(self, conversation_id: str) -> list[Invite]:
        """Read the invites that are not revoked."""
        rows = self.rows(
            f"SELECT {schema.INVITE_COLUMNS} FROM invites WHERE conversation_id = ? AND revoked = 0 ORDER BY rowid",
            conversation_id,
        )
        return [schema.invite_of(row) for row in rows]

    def ticket(self, token_hash: str) -> Ticket | None:
        """Find a ticket that nobody has presented."""
        row = self.one("SELECT * FROM tickets WHERE token_hash = ?", token_hash)
        return None if row is None else schema.ticket_of(row)

    def created_under(self, owner: str, key: str) -> tuple[str, str] | None:
        """Find what an Idempotency-Key made."""
        row = self.one("SELECT conversation_id, fingerprint FROM creations WHERE owner = ? AND key = ?", owner, key)
        return (row[0], row[1]) if row else None

    def total_conversations(self) -> int:
        """Count what is open."""
        row = self.one("SELECT count(*) FROM conversations WHERE closed = 0")
        return int(row[0]) if row else 0

    def close(self) -> None:
        """Close both connections."""
        self.release()
        self.reader.close()
        self.writer.close()
