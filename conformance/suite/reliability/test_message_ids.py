"""Idempotency across restarts."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.stage import Stage, check
from conformance.stage.workload import timeline


@check("messages.duplicate-after-kill", "MSG-DUP-07", phase="alone", needs=("launch",))
def test_an_id_is_known_after_a_restart(stage: Stage) -> None:
    """Alice's ack is lost with the server; she sends the message again to the new one and is told the old number."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    first = alice.says(room, "once", via="rest")
    stage.server.kill()
    stage.server.start()
    again = alice.says(room, "once", via="rest", message_id=first.message_id, clause="MSG-DUP-07")
    stage.judge("MSG-DUP-07", m.fields_agree, first.answer, again.answer, paths=["body/sequence_id"] * 2)
    stage.judge("MSG-DUP-07", m.page_holds, timeline(bob, room, clause="MSG-DUP-07"), message_ids=[first.message_id])
