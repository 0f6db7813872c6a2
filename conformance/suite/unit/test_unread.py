"""What the resource and the list say of how far somebody has read."""

from __future__ import annotations

from conformance.recorder.matchers import receipts
from conformance.stage import Stage, check
from conformance.stage.receipts import (
    asks_for_marker,
    looks_at,
    looks_at_list,
    reader_and_writer,
    reads,
    writes_lines,
)
from conformance.stage.settling import settles


@check("receipts.own-lines-are-read", "READ-OWN-01")
def test_who_writes_has_read(stage: Stage) -> None:
    """Alice answers bob's line, on the socket and over REST; each time her marker is at her own line."""
    reader, _, lines = reader_and_writer(stage, 1)
    alice = reader.person
    for via in ("ws", "rest"):
        own = alice.says(reader.room, f"an answer over {via}", via=via).sequence_id
        asking = asks_for_marker(reader, lines[0])
        settles(stage, "READ-OWN-01", asking, receipts.marker_is, reader=alice.id, expected=own)


@check("receipts.unread-count", "READ-COUNT-01")
def test_messages_after_the_marker_are_unread(stage: Stage) -> None:
    """Bob writes three lines, and carol joins and leaves among them; of alice, who has read one, and then all of them,
    resource and list say that two, and then none, are unread."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, access="open")
    reader, writer = alice.connects(room), bob.connects(room)
    lines = writes_lines(writer, 1)
    carol.joins(room)
    lines += writes_lines(writer, 2)
    carol.leaves(room)
    for read, unread in ((1, 2), (3, 0)):
        reads(reader, "READ-SET-01", lines[read - 1])
        for look in (lambda: looks_at(alice, room), lambda: looks_at_list(alice)):
            settles(stage, "READ-COUNT-01", look, receipts.unread_is, room=room.id, expected=unread)


@check("receipts.own-marker-shown", "READ-COUNT-02")
def test_everybody_is_shown_their_own_marker(stage: Stage) -> None:
    """Alice has read one of bob's three lines, and carol two; the resource shows each of them where they are."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, carol)
    lines = writes_lines(bob.connects(room), 3)
    for who, line in ((alice, lines[0]), (carol, lines[1])):
        reads(who.connects(room), "READ-SET-01", line)
    for who, line in ((alice, lines[0]), (carol, lines[1])):
        settles(
            stage, "READ-COUNT-02", lambda who=who: looks_at(who, room),  # type: ignore[misc]
            receipts.marker_is, reader=who.id, expected=line,
        )  # fmt: skip
