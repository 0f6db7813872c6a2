"""Faults and restarts: what was promised before is kept after."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.stage import Stage, check
from conformance.target.process import STOP_WITHIN_S


@check("durability.acked-survives-kill", "DUR-ACK-01", phase="alone", needs=("launch",))
def test_what_was_acknowledged_survives_kill_9(stage: Stage) -> None:
    """The server is killed in the moment of the last ack; after its restart every acked message is there, once."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    tab = alice.connects(room)
    said = [tab.says(f"line {number}") for number in range(stage.rounds(20, least=5))]
    stage.server.kill()
    stage.server.start()
    page = bob.reads_events(room, after=0)
    stage.judge("DUR-ACK-01", m.page_holds, page.event, message_ids=[one.message_id for one in said])


@check("stop.sockets-closed", "STOP-CLOSE-01", phase="alone", needs=("launch",))
def test_a_graceful_stop_closes_sockets_with_a_reason(stage: Stage) -> None:
    """On SIGTERM an open socket is closed with 1001 or 1012, so that its client knows to come back."""
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    tab.says("before the stop")
    stage.server.terminate()
    ended = tab.ends("STOP-CLOSE-01", STOP_WITHIN_S)
    stage.judge("STOP-CLOSE-01", m.closed_with, ended, codes=[1001, 1012])
