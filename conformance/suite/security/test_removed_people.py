"""Who was removed neither hears nor speaks."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import conversations, history
from conformance.stage import Stage, check
from conformance.stage import conversations as verbs
from conformance.stage.talking import talking

BREATH = 12
"""Messages sent in one breath, in whose middle the removal falls: each of them is one that a server may have let pass
before the removal and writes after it.  Where that happens to one in ten, three breaths miss it in 2 runs of 100."""


@check("removal.closes-all", "MEM-REMOVE-02")
def test_removal_closes_every_connection_of_the_removed(stage: Stage) -> None:
    """Bob has the conversation open on two devices; he is removed, and both are closed with 4403."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    tabs = [bob.connects(room), bob.connects(room)]
    verbs.removes(alice, bob, room)
    for tab in tabs:
        ended = tab.ends("MEM-REMOVE-02", stage.settle_s)
        stage.judge("MEM-REMOVE-02", m.closed_with, ended, codes=[4403])


@check("removal.no-more-words", "MEM-REMOVE-03")
def test_who_was_removed_cannot_speak(stage: Stage) -> None:
    """What bob could send a moment ago is refused on both transports after his removal, and nobody reads it."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    tab = bob.connects(room)
    tab.says("on the socket")
    bob.says(room, "over REST", via="rest")
    verbs.removes(alice, bob, room)
    since = len(tab.events)
    frame = tab.sends({"type": "message", "message_id": stage.fresh("msg"), "content": "on the socket"})
    body = {"message_id": stage.fresh("msg"), "content": "over REST"}
    answer = bob.request("POST", room.path("/messages"), body)
    stage.judge("MEM-REMOVE-03", m.status_is, answer.event, expected=[404])
    tab.until(
        "MEM-REMOVE-03", conversations.refused_or_closed, since=0 if tab.socket.ended else since,
        awaited="NOT_A_MEMBER or the end of the connection", code="NOT_A_MEMBER",
    )  # fmt: skip
    pages = verbs.whole_timeline(alice, room)
    unwanted = [frame.frame["message_id"], body["message_id"]]
    stage.judge("MEM-REMOVE-03", history.lists_nothing_of, pages, message_ids=unwanted)


@check("removal.nothing-after-it", "MEM-REMOVE-04")
def test_nothing_of_the_removed_is_numbered_after_their_removal(stage: Stage) -> None:
    """Alice removes bob in the middle of many lines that he sends in one breath, and while he talks without a pause,
    so that one is under way whenever the server comes to it; he comes again and says one thing more."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(access="open")
    for turn in range(2 * stage.rounds(3)):
        bob.joins(room)
        tab = bob.connects(room)
        if turn % 2 == 0:
            answer = verbs.talks_while(tab, BREATH, alice, "DELETE", room.member(bob.id))
            stage.judge("MEM-REMOVE-01", m.status_is, answer, expected=[200])
        else:
            with talking(stage, [tab]):
                verbs.removes(alice, bob, room)
        tab.ends("MEM-REMOVE-02", stage.settle_s)
    bob.joins(room)
    bob.says(room, "what I wanted to say", via="rest")
    stage.judge("MEM-REMOVE-04", history.silent_between, verbs.whole_timeline(alice, room), participant=bob.id)
