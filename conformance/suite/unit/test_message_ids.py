"""``message_id``: what makes two messages one, and what makes them two."""

from __future__ import annotations

from typing import Any

from conformance.recorder import matchers as m
from conformance.recorder.matchers import messages as mm
from conformance.stage import BOTH, Stage, check
from conformance.stage import messages as say
from conformance.stage.conversations import whole_timeline

NUMBER = {"rest": "body/sequence_id", "ws": "frame/sequence_id"}
REUSED = {"statuses": [409], "codes": ["MESSAGE_ID_REUSED"], "rest_codes": ["MESSAGE_ID_REUSED"]}


@check("messages.duplicate-is-told", "MSG-DUP-03", transports=BOTH)
def test_the_answer_tells_a_duplicate(stage: Stage, transport: str) -> None:
    """The first answer says new, the second one says duplicate."""
    alice = stage.person("alice")
    room = alice.creates()
    first = say.sends(alice, room, via=transport)
    again = say.writes(alice, room, via=transport, clause="MSG-DUP-01", message_id=first.message_id)
    for answer, duplicate in ((first.answer, False), (again.answer, True)):
        if transport == "rest":
            stage.judge("MSG-DUP-03", m.status_is, answer, expected=[200 if duplicate else 201])
        else:
            stage.judge("MSG-DUP-03", m.frame_has, answer, fields={"type": "message_ack", "duplicate": duplicate})


@check("messages.same-id-elsewhere", "MSG-DUP-09", transports=BOTH)
def test_an_id_used_in_another_conversation_is_new_here(stage: Stage, transport: str) -> None:
    """Alice uses one message_id in two conversations; bob finds her message in the second one too."""
    alice, bob = stage.people("alice", "bob")
    here, there = alice.creates(bob), alice.creates(bob)
    first = say.sends(alice, here, via=transport)
    second = say.writes(alice, there, via=transport, clause="MSG-DUP-09", message_id=first.message_id)
    stage.judge("MSG-DUP-09", mm.accepted, second.answer)
    pages = whole_timeline(bob, there, clause="MSG-DUP-09")
    stage.judge("MSG-DUP-09", m.page_holds, pages, message_ids=[first.message_id])


@check("messages.duplicate-other-reply", "MSG-DUP-10", transports=BOTH)
def test_only_content_and_mentions_make_another_message(stage: Stage, transport: str) -> None:
    """Sent again with another reply_to or other metadata: the original's number, and the original unchanged."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    head = alice.says(room, "before", via=transport).sequence_id
    members = {"reply_to": head, "metadata": {"version": 1}}
    first = say.sends(alice, room, via=transport, **members)
    for changed in ({"reply_to": ...}, {"metadata": {"version": 2}}, {"metadata": ...}):
        sent: dict[str, Any] = {**members, **changed}
        again = say.writes(alice, room, via=transport, clause="MSG-DUP-10", message_id=first.message_id, **sent)
        stage.judge("MSG-DUP-10", m.fields_agree, first.answer, again.answer, paths=[NUMBER[transport]] * 2)
    pages = whole_timeline(bob, room)
    stage.judge("MSG-DUP-10", mm.message_has, pages, message_id=first.message_id, members=members)


@check("messages.duplicate-empty-mentions", "MSG-DUP-11", transports=BOTH)
def test_no_mentions_and_an_empty_list_are_equal(stage: Stage, transport: str) -> None:
    """A message without mentions is sent again with an empty list, and the other way round."""
    alice = stage.person("alice")
    room = alice.creates()
    orders: tuple[tuple[Any, Any], ...] = (([], ...), (..., []))
    for mentions in orders:
        first = say.sends(alice, room, via=transport, mentions=mentions[0])
        again = say.writes(
            alice, room, via=transport, clause="MSG-DUP-11", message_id=first.message_id, mentions=mentions[1]
        )
        stage.judge("MSG-DUP-11", m.fields_agree, first.answer, again.answer, paths=[NUMBER[transport]] * 2)


@check("messages.id-reused", "MSG-REUSE-01", transports=BOTH)
def test_another_text_under_a_used_id_is_refused(stage: Stage, transport: str) -> None:
    """The same text is a duplicate; one that differs in a single character is refused as reuse, also where that is the
    last of many."""
    alice = stage.person("alice")
    room = alice.creates()
    longest = min(int(stage.limits.get("max_content_length", 10_000)), 10_000)
    texts: tuple[tuple[str, ...], ...] = (
        ("Shall we leave at nine?", "Shall we leave at nine.", "shall we leave at nine?", "Shall we leave at nine? "),
        ("?" * longest, "?" * (longest - 1) + "!", "?" * (longest - 1)),
    )
    for text, *others in texts:
        first = say.sends(alice, room, via=transport, content=text)
        for content in others:
            other = say.writes(
                alice, room, via=transport, clause="MSG-REUSE-01", message_id=first.message_id, content=content
            )
            stage.judge("MSG-REUSE-01", mm.refused, other.answer, **REUSED)


@check("messages.id-reused-mentions", "MSG-REUSE-02", transports=BOTH)
def test_other_mentions_under_a_used_id_are_refused(stage: Stage, transport: str) -> None:
    """The same text with bob mentioned, where carol was, and with nobody mentioned is refused as reuse."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, carol)
    first = say.sends(alice, room, via=transport, mentions=[carol.id])
    for mentions in ([bob.id], [carol.id, bob.id], []):
        other = say.writes(
            alice, room, via=transport, clause="MSG-REUSE-02", message_id=first.message_id, mentions=mentions
        )
        stage.judge("MSG-REUSE-02", mm.refused, other.answer, **REUSED)


@check("messages.id-reused-original", "MSG-REUSE-03", transports=BOTH)
def test_a_refused_reuse_changes_nothing(stage: Stage, transport: str) -> None:
    """After alice's refused second text bob still reads her first one, under its number."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    first = say.sends(alice, room, via=transport, content="the first text")
    other = say.writes(
        alice, room, via=transport, clause="MSG-REUSE-01", message_id=first.message_id, content="another text"
    )
    stage.judge("MSG-REUSE-01", mm.refused, other.answer, **REUSED)
    pages = whole_timeline(bob, room)
    kept = {"content": "the first text", "sequence_id": (first.answer.frame or first.answer.body)["sequence_id"]}
    stage.judge("MSG-REUSE-03", mm.message_has, pages, message_id=first.message_id, members=kept)
