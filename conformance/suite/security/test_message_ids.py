"""``message_id`` between people: nobody learns anything by guessing another's."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import messages as mm
from conformance.stage import BOTH, Stage, check
from conformance.stage import messages as say
from conformance.stage.conversations import reads_one


@check("messages.same-id-other-sender", "MSG-DUP-08", transports=BOTH)
def test_another_senders_id_makes_a_new_message(stage: Stage, transport: str) -> None:
    """Bob sends under the message_id that alice has used, equal text and all: his is a message of his own."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    for content in ("the very same text", "a text of his own"):
        hers = say.sends(alice, room, via=transport, content="the very same text")
        his = say.writes(bob, room, via=transport, clause="MSG-DUP-08", message_id=hers.message_id, content=content)
        stage.judge("MSG-DUP-08", mm.accepted, his.answer, statuses=[201])
        stage.judge("MSG-DUP-08", mm.number_is_new, hers.answer, his.answer)
        stored = reads_one(bob, room, (his.answer.frame or his.answer.body)["sequence_id"])
        stage.judge("MSG-DUP-08", m.field_is, stored, path="body/events/0/participant/participantId", expected=bob.id)
