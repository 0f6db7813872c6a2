"""One message, several connections and both transports: numbers that agree, and duplicates that stay unseen."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import messages as mm
from conformance.stage import BOTH, Stage, check
from conformance.stage import messages as say
from conformance.stage.conversations import whole_timeline
from conformance.stage.workload import within_rate


@check("messages.number-agrees", "MSG-EVENT-01", transports=BOTH)
def test_the_sender_is_told_the_number_that_others_get(stage: Stage, transport: str) -> None:
    """After carol has joined, what alice is told of her message is the number under which bob gets it."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, access="open")
    listening = bob.connects(room)
    carol.joins(room)
    for content in ("one", "two"):
        said = alice.says(room, content, via=transport)
        live = listening.hears(said)
        stage.judge("MSG-EVENT-01", mm.same_number_as_live, said.answer, live)


@check("messages.duplicate-unseen", "MSG-DUP-02", transports=BOTH)
def test_a_duplicate_is_sent_to_nobody(stage: Stage, transport: str) -> None:
    """Alice sends one message twice and then another: bob and she herself have got the first one once by then, and
    the timeline holds it once."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    tabs = [alice.connects(room), bob.connects(room)]
    first = say.sends(alice, room, via=transport)
    say.writes(alice, room, via=transport, clause="MSG-DUP-01", message_id=first.message_id)
    later = alice.says(room, "something else", via=transport)
    for tab in tabs:
        tab.hears(later)
        stage.judge("MSG-DUP-02", mm.came_once, tab.events, message_id=first.message_id)
    stage.judge("MSG-DUP-02", m.page_holds, whole_timeline(bob, room), message_ids=[first.message_id, later.message_id])


@check("messages.duplicate-other-connection", "MSG-DUP-04")
def test_an_id_is_known_on_another_connection(stage: Stage) -> None:
    """Alice sends a message on one connection and again on a second one: both are told one number."""
    alice = stage.person("alice")
    room = alice.creates()
    one, other = alice.connects(room), alice.connects(room)
    first = one.says("once")
    again = other.says("once", message_id=first.message_id, clause="MSG-DUP-04")
    stage.judge("MSG-DUP-04", m.fields_agree, first.answer, again.answer, paths=["frame/sequence_id"] * 2)


@check("messages.duplicate-other-transport", "MSG-DUP-05")
def test_an_id_is_known_on_the_other_transport(stage: Stage) -> None:
    """What went out on the socket is a duplicate over REST, and the other way round."""
    alice = stage.person("alice")
    room = alice.creates()
    for first_via, again_via in (("ws", "rest"), ("rest", "ws")):
        first = alice.says(room, "once", via=first_via)
        again = alice.says(room, "once", via=again_via, message_id=first.message_id, clause="MSG-DUP-05")
        stage.judge(
            "MSG-DUP-05", m.fields_agree, first.answer, again.answer,
            paths=[{"ws": "frame/sequence_id", "rest": "body/sequence_id"}[via] for via in (first_via, again_via)],
        )  # fmt: skip


@check("messages.pipelined", "MSG-PIPE-01")
def test_messages_need_not_wait_for_answers(stage: Stage) -> None:
    """Alice sends a handful of messages in one go, and each is acknowledged."""
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    ids = [stage.fresh("msg") for _ in range(within_rate(stage, stage.rounds(12, least=6)))]
    for name in ids:
        alice.keep_to_rate()
        tab.sends({"type": "message", "message_id": name, "content": name})
    for name in ids:
        tab.until(
            "MSG-PIPE-01", m.frame_has, awaited=f"message_ack of {name}",
            fields={"type": "message_ack", "message_id": name},
        )  # fmt: skip
    stage.judge("MSG-PIPE-01", mm.all_acknowledged, tab.events, message_ids=ids)
