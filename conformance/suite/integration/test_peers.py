"""Several connections of one person, side by side."""

from __future__ import annotations

from typing import Any

from conformance.recorder import matchers as m
from conformance.recorder.matchers import websocket
from conformance.stage import Stage, check
from conformance.stage.catching_up import resume_query
from conformance.stage.limits import limit
from conformance.stage.websocket import opens_at_once


@check("peers.closing-one", "PEER-CLOSE-01")
def test_closing_one_connection_touches_no_other(stage: Stage) -> None:
    """Of alice's three, one is closed and one is lost; the third hears bob, and is heard."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    kept, closed, lost = (alice.connects(room) for _ in range(3))
    listening = bob.connects(room)
    closed.closes()
    kept.hears(listening.says("after one was closed"), "PEER-CLOSE-01")
    lost.drops()
    kept.hears(listening.says("after one was lost"), "PEER-CLOSE-01")
    listening.hears(kept.says("still here", clause="PEER-CLOSE-01"))


@check("peers.opening-another", "PEER-OPEN-01")
def test_opening_another_connection_silences_none(stage: Stage) -> None:
    """Alice opens one connection after the other, one more that resumes, and one to another conversation; each of them
    hears what bob says after each opening."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    listening = bob.connects(room)
    tabs = []
    for number in range(min(3, limit(stage, "max_connections_per_participant"))):
        tabs.append(alice.connects(room))
        said = listening.says(f"alice has {number + 1}")
        for tab in tabs:
            tab.hears(said, "PEER-OPEN-01")
    tabs.append(alice.connects(room, query=resume_query(tabs[0], after=0)))
    alice.connects(alice.creates())
    said = listening.says("alice is everywhere")
    for tab in tabs:
        tab.hears(said, "PEER-OPEN-01")


@check("peers.own-answers", "PEER-ANSWER-01")
def test_an_answer_goes_to_the_connection_that_asked(stage: Stage) -> None:
    """One tab sends a message, a ping, a sync and nonsense; the other hears the message and no answer."""
    alice = stage.person("alice")
    room = alice.creates()
    asking, other = alice.connects(room), alice.connects(room)
    said = asking.says("from one tab")
    refs = [stage.fresh("ref") for _ in range(3)]
    asked: list[dict[str, Any]] = [{"type": "ping"}, {"type": "sync", "last_sequence_id": 0}, {"type": "no_such_type"}]
    for ref, frame in zip(refs, asked, strict=True):
        asking.sends({**frame, "ref": ref})
        asking.until("ERR-REF-01", m.frame_has, awaited=f"the answer to {frame['type']}", fields={"ref": ref})
    other.barrier()
    stage.judge("PEER-ANSWER-01", websocket.answers_stay_home, other.events, message_ids=[said.message_id], refs=refs)


@check("peers.opened-at-once", "PEER-ONE-01")
def test_connections_opened_at_once_all_live(stage: Stage) -> None:
    """Alice opens as many as she may, five at most, in one moment: each is greeted and hears bob."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    listening = bob.connects(room)
    count = min(5, limit(stage, "max_connections_per_participant"))
    tabs = opens_at_once(alice, room, count, "PEER-ONE-01")
    for tab in tabs:
        stage.judge("PEER-ONE-01", websocket.greets, tab.until("PEER-ONE-01", m.is_first_frame, awaited="first frame"))
    said = listening.says("to all of alice's tabs")
    for tab in tabs:
        tab.hears(said, "PEER-ONE-01")
