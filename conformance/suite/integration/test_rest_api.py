"""REST held against the socket: one timeline, whoever reads it and however."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.stage import Stage, check
from conformance.stage.conversations import reads_one


@check("order.same-event-everywhere", "ORD-SAME-01")
def test_an_event_is_the_same_over_rest_and_on_the_socket(stage: Stage) -> None:
    """What bob saw live, a plain line and one with all that a message may carry, carol reads later, member for
    member."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, carol)
    listening, writing = bob.connects(room), alice.connects(room)
    said = writing.says("the same for everybody")
    everything = {
        "message_id": stage.fresh("msg"),
        "content": "and all of it",
        "mentions": [carol.id],
        "reply_to": said.sequence_id,
        "metadata": {"colour": "red", "nested": [1, {"deep": None}]},
    }
    alice.keep_to_rate()
    sent = writing.sends({"type": "message", **everything})
    for live in (listening.hears(said), listening.receives(sent)):
        number = live.frame["sequence_id"]
        page = reads_one(carol, room, number)
        stage.judge("ORD-SAME-01", m.same_event_everywhere, live, page, sequence_id=number)
