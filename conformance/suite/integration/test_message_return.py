"""Idempotency across leaving and returning."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.stage import Stage, check
from conformance.stage.conversations import whole_timeline


@check("messages.duplicate-after-return", "MSG-DUP-06")
def test_an_id_is_known_after_leaving_and_returning(stage: Stage) -> None:
    """Bob leaves and joins again; the message that he sends once more is answered with its old number."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(access="open")
    bob.joins(room)
    first = bob.says(room, "once", via="rest")
    bob.leaves(room)
    bob.joins(room)
    again = bob.says(room, "once", via="rest", message_id=first.message_id, clause="MSG-DUP-06")
    stage.judge("MSG-DUP-06", m.fields_agree, first.answer, again.answer, paths=["body/sequence_id"] * 2)
    stage.judge("MSG-DUP-06", m.page_holds, whole_timeline(alice, room), message_ids=[first.message_id])
