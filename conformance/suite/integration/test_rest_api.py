"""REST held against the socket: one timeline, whoever reads it and however."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.stage import Stage, check


@check("order.same-event-everywhere", "ORD-SAME-01")
def test_an_event_is_the_same_over_rest_and_on_the_socket(stage: Stage) -> None:
    """What bob saw live, carol reads later, member for member."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, carol)
    listening = bob.connects(room)
    said = alice.says(room, "the same for everybody", via="ws")
    live = listening.hears(said)
    page = carol.reads_events(room, after=said.sequence_id - 1, limit=1)
    stage.judge("ORD-SAME-01", m.same_event_everywhere, live, page.event, sequence_id=said.sequence_id)
