"""Refused messages leave nothing behind, and mentions are of members."""

from __future__ import annotations

from typing import Any

from conformance.recorder.matchers import messages as mm
from conformance.stage import BOTH, Stage, check
from conformance.stage import messages as say
from conformance.stage.conversations import whole_timeline

MOST_MENTIONS = 20
DEFAULT_PARTICIPANTS = 100


@check("messages.refused-id-free", "MSG-FREE-01", transports=BOTH)
def test_the_id_of_a_refused_message_is_free(stage: Stage, transport: str) -> None:
    """A message is refused for a fault of its own; mended, it is taken under the same message_id."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    faults: tuple[dict[str, Any], ...] = (
        {"content": ""},
        {"reply_to": 1000},
        {"metadata": "text"},
        {"mentions": "bob"},
    )
    for fault in faults:
        refused = say.writes(alice, room, via=transport, clause="MSG-REQ-01", **fault)
        stage.judge("MSG-REQ-01", mm.refused, refused.answer, statuses=[400], codes=["INVALID_FRAME"])
        mended = say.writes(
            alice, room, via=transport, clause="MSG-FREE-01", message_id=refused.message_id, content="mended"
        )
        stage.judge("MSG-FREE-01", mm.accepted, mended.answer, statuses=[201])
        pages = whole_timeline(bob, room)
        stage.judge("MSG-FREE-01", mm.message_content_is, pages, message_id=mended.message_id, content="mended")


@check("messages.refusals-take-no-number", "MSG-NUM-01", transports=BOTH)
def test_duplicates_and_refusals_take_no_number(stage: Stage, transport: str) -> None:
    """Between two messages alice sends a duplicate, a reuse and replies to nothing: the numbers are neighbours."""
    alice = stage.person("alice")
    room = alice.creates()
    first = say.sends(alice, room, via=transport, content="first")
    invalid: dict[str, Any] = {"statuses": [400], "codes": ["INVALID_FRAME"]}
    between: tuple[tuple[str, dict[str, Any] | None, dict[str, Any]], ...] = (
        ("MSG-DUP-01", None, {"message_id": first.message_id, "content": "first"}),
        (
            "MSG-REUSE-01",
            {"statuses": [409], "codes": ["MESSAGE_ID_REUSED"]},
            {"message_id": first.message_id, "content": "other"},
        ),
        ("CONT-EMPTY-01", invalid, {"content": ""}),
        ("MSG-REPLY-02", invalid, {"reply_to": 1000}),
        ("MSG-MENTION-02", invalid, {"mentions": [stage.fresh("nobody")]}),
    )
    for clause, refusal, members in between:
        before = say.sends(alice, room, via=transport)
        written = say.writes(alice, room, via=transport, clause="MSG-NUM-01", **members)
        if refusal is not None:  # what was taken, though it must not be, rightly has a number
            stage.judge(clause, mm.refused, written.answer, **refusal)
        after = say.sends(alice, room, via=transport)
        stage.judge("MSG-NUM-01", mm.numbered_right_after, before.answer, after.answer)


@check("messages.mentions", "MSG-MENTION-01", transports=BOTH)
def test_mentions_come_back_as_sent(stage: Stage, transport: str) -> None:
    """One member, several in an order of alice's own, and as many as there may be."""
    room_for = int(stage.limits.get("max_participants", DEFAULT_PARTICIPANTS)) - 1
    alice, *others = stage.people("alice", *(f"member{number}" for number in range(min(MOST_MENTIONS, room_for))))
    room = alice.creates(*others)
    everybody = [other.id for other in others]
    stage.random.shuffle(everybody)
    for mentions in (everybody[:1], [alice.id], sorted(everybody[:3], reverse=True), everybody):
        sent = say.sends(alice, room, via=transport, mentions=mentions)
        pages = whole_timeline(others[0], room)
        stage.judge("MSG-MENTION-01", mm.message_has, pages, message_id=sent.message_id, members={"mentions": mentions})


@check("messages.wrong-mentions", "MSG-MENTION-02", transports=BOTH)
def test_only_members_are_mentioned_and_once(stage: Stage, transport: str) -> None:
    """Bob can be mentioned; a stranger cannot, nor can bob twice."""
    alice, bob, eve = stage.people("alice", "bob", "eve")
    room = alice.creates(bob)
    say.sends(alice, room, via=transport, mentions=[bob.id])
    for mentions in ([eve.id], [bob.id, eve.id], [bob.id, bob.id]):
        written = say.writes(alice, room, via=transport, clause="MSG-MENTION-02", mentions=mentions)
        stage.judge("MSG-MENTION-02", mm.refused, written.answer, statuses=[400], codes=["INVALID_FRAME"])
