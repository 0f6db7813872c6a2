"""Faults and restarts: what was promised before is kept after."""

from __future__ import annotations

from conformance.history import messages, reading
from conformance.recorder import matchers as m
from conformance.stage import Stage, check
from conformance.stage.workload import (
    answered,
    dies_with_the_ack,
    history,
    lines_for,
    meanwhile,
    speaks_steadily,
    timeline,
    together,
    within_rate,
)
from conformance.target.process import STOP_WITHIN_S

KILLS = 8
"""Amid the talk.  A server that answers ``w`` seconds before it has written is always found out where the kill comes
sooner than that after the ack, and where it takes twice as long in 255 runs of 256."""
LINES = 24
"""Of talk without a pause, in which several commits follow each other, each of several lines."""


@check("durability.acked-survives-kill", "DUR-ACK-01", phase="alone", needs=("launch",))
def test_what_was_acknowledged_survives_kill_9(stage: Stage) -> None:
    """The server is killed in the moment of an ack, the last one and then one of many while alice talks on; after each
    restart every acked message is there, once."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    tab = alice.connects(room)
    said = [tab.says(f"line {number}") for number in range(stage.rounds(20, least=5))]
    stage.server.kill()
    stage.server.start()
    ids = [one.message_id for one in said]
    stage.judge("DUR-ACK-01", messages.all_there_once, timeline(bob, room, clause="DUR-ACK-01"), message_ids=ids)
    longest = min(int(stage.limits.get("max_content_length", 10_000)), 10_000)  # what is long takes long to write
    for _ in range(stage.rounds(KILLS, least=3)):
        tab = alice.connects(room)
        frames = lines_for(stage, within_rate(stage, stage.rounds(LINES, least=12)), longest)
        for _ in frames:
            alice.keep_to_rate()
        done = meanwhile(stage, speaks_steadily(tab, frames, 0))
        # One of the first three quarters, so that there is more to write when the kill comes.
        fatal = stage.random.choice(frames[: len(frames) * 3 // 4 + 1])["message_id"]
        together(stage, dies_with_the_ack(stage, tab, fatal))
        answered(tab, fatal)
        done()
        stage.server.start()
        ids = [one.message_id for one in reading.attempts(history(stage)) if one.sequence_id is not None]
        stage.judge("DUR-ACK-01", messages.all_there_once, timeline(bob, room, clause="DUR-ACK-01"), message_ids=ids)


@check("stop.sockets-closed", "STOP-CLOSE-01", phase="alone", needs=("launch",))
def test_a_graceful_stop_closes_sockets_with_a_reason(stage: Stage) -> None:
    """On SIGTERM an open socket is closed with 1001 or 1012, so that its client knows to come back."""
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    tab.says("before the stop")
    stage.server.terminate()
    ended = tab.ends("STOP-CLOSE-01", STOP_WITHIN_S)
    stage.judge("STOP-CLOSE-01", m.closed_with, ended, codes=[1001, 1012])
