"""What a restart keeps, and what it must forget, of who is here and how far they have read."""

from __future__ import annotations

from conformance.recorder.matchers import presence, receipts
from conformance.stage import Stage, check
from conformance.stage.presence import GRACE_S, sees_online
from conformance.stage.receipts import looks_at, reader_and_writer, reads
from conformance.stage.settling import settles


@check("receipts.survives-kill", "READ-KEEP-01", phase="alone", needs=("launch",))
def test_a_marker_survives_kill_9(stage: Stage) -> None:
    """Alice has read one of bob's lines, and then a second: the server is killed in the moment of that answer, and
    after its restart her marker is there."""
    reader, _, lines = reader_and_writer(stage, 3)
    alice, room = reader.person, reader.room

    def is_at(line: int, clause: str) -> None:
        settles(stage, clause, lambda: looks_at(alice, room), receipts.marker_is, reader=alice.id, expected=line)

    reads(reader, "READ-SET-01", lines[0])
    is_at(lines[0], "READ-COUNT-02")
    reads(reader, "READ-SET-01", lines[1])
    stage.server.kill()
    stage.server.start()
    is_at(lines[1], "READ-KEEP-01")


@check("presence.nobody-after-restart", "PRES-RESTART-01", phase="alone", needs=("launch",))
def test_nobody_is_online_after_a_restart(stage: Stage) -> None:
    """Alice is online when the server is killed; after its restart she is shown as gone, and so she is to bob, who
    connects."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    alice.connects(room)
    sees_online(bob, room, alice, True, "PRES-ONLINE-01", stage.settle_s)
    stage.server.kill()
    stage.server.start()
    # The kill has ended her connection, and so much later than that it may still be counted.
    sees_online(bob, room, alice, False, "PRES-RESTART-01", stage.settle_s + GRACE_S)
    greeting = bob.connects(room).events[0]
    stage.judge(
        "PRES-RESTART-01", presence.lists_as, greeting, path="frame/participants", participant=alice.id, online=False
    )
