"""What a client does that got no answer: it sends the same message again."""

from __future__ import annotations

from typing import Any

from conformance.history import messages
from conformance.stage import Stage, check
from conformance.stage.auth import waits
from conformance.stage.conversations import whole_timeline
from conformance.stage.people import Person, Tab
from conformance.stage.workload import (
    answered,
    lines_for,
    meanwhile,
    speaks_steadily,
    together,
    usual_ack_s,
    within_rate,
)


def _sends_all(stage: Stage, tab: Tab, frames: list[dict[str, Any]]) -> None:
    together(stage, *(tab.socket.send(frame) for frame in frames))


def _lines(stage: Stage) -> list[dict[str, Any]]:
    # Both copies can be under way at once: half of what the queue and the rate allow.
    return lines_for(stage, max(1, within_rate(stage, 2 * stage.rounds(8, least=3)) // 2))


@check("exactly-once.sent-again-after-a-lost-connection", "ONCE-RETRY-01")
def test_lines_whose_connection_broke_can_be_sent_again(stage: Stage) -> None:
    """Alice's connection breaks while her lines are under way; she sends all of them again, and each is there once."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    for _ in range(stage.rounds(2, least=1)):
        first = alice.connects(room)
        frames = _lines(stage)
        _sends_all(stage, first, frames)
        first.drops()
        again = alice.connects(room)
        _sends_all(stage, again, frames)
        for frame in frames:
            answered(again, frame["message_id"], "ONCE-RETRY-01")
        again.closes()
        ids = [frame["message_id"] for frame in frames]
        stage.judge("ONCE-RETRY-01", messages.all_there_once, whole_timeline(bob, room), message_ids=ids)


@check("exactly-once.sent-again-after-a-kill", "ONCE-RETRY-01", phase="alone", needs=("launch",))
def test_lines_whose_server_was_killed_can_be_sent_again(stage: Stage) -> None:
    """Again and again the server is killed while alice talks, at a moment that is drawn, when some of her lines are
    acknowledged and others under way; she sends all of them again."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    _all_is_well(stage, alice.connects(room))
    # The moment is drawn from the time that a line is under way. Where a crash does harm for a share s of that time,
    # n rounds miss it with (1 - s) ** n: eight miss a half once in 256 runs, a third once in 25; six once in 64 and 11.
    for _ in range(stage.rounds(8, least=6)):
        under_way_s = usual_ack_s(stage)
        first = alice.connects(room)
        frames = _pipeline(stage, alice)
        # Sent over two such times, so that the last of them are under way when one of the first half was acknowledged.
        done = meanwhile(stage, speaks_steadily(first, frames, 2 * under_way_s / len(frames)))
        answered(first, stage.random.choice(frames[: len(frames) // 2 + 1])["message_id"])
        waits(stage.random.random() * under_way_s)
        stage.server.kill()
        done()
        stage.server.start()
        again = alice.connects(room)
        _sends_all(stage, again, frames)
        for frame in frames:
            answered(again, frame["message_id"], "ONCE-RETRY-01")
        ids = [frame["message_id"] for frame in frames]
        stage.judge("ONCE-RETRY-01", messages.all_there_once, whole_timeline(bob, room), message_ids=ids)
        again.closes()


def _pipeline(stage: Stage, alice: Person) -> list[dict[str, Any]]:
    """Lines that can be under way at once, when the rate allows them."""
    frames = lines_for(stage, within_rate(stage, stage.rounds(24, least=12)))
    for _ in frames:
        alice.keep_to_rate()
    return frames


def _all_is_well(stage: Stage, tab: Tab) -> None:
    """The same lines, and nothing happens: it tells how long they are under way."""
    frames = _pipeline(stage, tab.person)
    _sends_all(stage, tab, frames)
    for frame in frames:
        answered(tab, frame["message_id"])
    tab.closes()


@check("exactly-once.both-copies-under-way", "ONCE-RETRY-01", phase="alone")
def test_lines_that_arrive_twice_at_once_are_there_once(stage: Stage) -> None:
    """Again and again alice sends lines on two connections, the second copy before the first is answered; where the
    server can be made to stand still meanwhile, it finds both copies when it goes on."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    tabs = [alice.connects(room), alice.connects(room)]
    for _ in range(stage.rounds(6, least=4)):
        # Two copies at once: half of what the queue and the rate allow.
        frames = lines_for(stage, max(1, within_rate(stage, 2 * stage.rounds(8, least=4)) // 2))
        for _ in frames:
            alice.keep_to_rate()
        if stage.server.can_pause:
            stage.server.pause()
        for tab in tabs:
            _sends_all(stage, tab, frames)
        if stage.server.can_pause:
            stage.server.resume()
        for tab in tabs:
            for frame in frames:
                answered(tab, frame["message_id"], "ONCE-RETRY-01")
        ids = [frame["message_id"] for frame in frames]
        stage.judge("ONCE-RETRY-01", messages.all_there_once, whole_timeline(bob, room), message_ids=ids)
