"""The past does not depend on how, or how often, one looks at it."""

from __future__ import annotations

from hypothesis import strategies as st

from conformance.recorder import matchers as m
from conformance.recorder.matchers import history
from conformance.stage import Stage, check
from conformance.stage import conversations as verbs


@check("history.both-walks", "HIST-PAGE-11")
def test_walking_forward_and_backward_shows_the_same(stage: Stage) -> None:
    """Whatever the size of the pages, in each direction the same events come by, member for member."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(access="open")
    for number in range(3):
        alice.says(room, f"line {number}", via="rest")
        bob.joins(room)
        bob.says(room, f"answer {number}", via="rest")
        bob.leaves(room)
    carol.joins(room)
    head = carol.says(room, "the last word", via="rest").sequence_id
    verbs.whole_timeline(alice, room)  # from now on she sees all of it

    @stage.for_all(6, forward=st.integers(1, head + 1), backward=st.integers(1, head + 1))
    def both_walks_agree(forward: int, backward: int) -> None:
        onward = verbs.walks(alice, room, "after", 0, forward, clause="HIST-PAGE-11")
        back = verbs.walks(alice, room, "before", head + 1, backward, clause="HIST-PAGE-11")
        stage.judge("HIST-PAGE-11", history.walks_agree, onward, back)


@check("history.read-again", "HIST-SAME-01")
def test_an_event_read_again_is_the_same(stage: Stage) -> None:
    """Others talk on, are answered, leave: what alice read before, she reads again."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(carol, access="open")
    bob.joins(room)
    said = bob.says(room, "as I said", via="rest")
    carol.says(room, "did you?", via="rest")
    mention = {"message_id": stage.fresh("msg"), "content": "both of you", "mentions": [bob.id, carol.id]}
    answer = alice.request("POST", room.path("/messages"), mention)
    stage.judge("MSG-MENTION-01", m.status_is, answer.event, expected=[201])
    before = verbs.whole_timeline(alice, room)
    body = {"message_id": stage.fresh("msg"), "content": "he did", "reply_to": said.sequence_id}
    alice.request("POST", room.path("/messages"), body)
    bob.leaves(room)
    carol.leaves(room)
    stage.judge("HIST-SAME-01", history.read_again_the_same, before, verbs.whole_timeline(alice, room))
