"""One message: what may be in it, and how it comes back."""

from __future__ import annotations

import itertools
from typing import Any

from conformance.recorder import matchers as m
from conformance.recorder.matchers import messages as mm
from conformance.stage import BOTH, Stage, check
from conformance.stage import messages as say
from conformance.stage.conversations import whole_timeline

METADATA = {
    "text": "na\u00efve \U0001f6b2",
    "\u043a\u043b\u044e\u0447": ["", None, True, False],
    "numbers": [0, -1, 9007199254740991, 0.1, -2.5e-7],
    "nested": {"a": {"b": [{"c": []}, {}]}},
    "looks_like_a_number": "1",
}


@check("messages.event-nulls", "MSG-EVENT-02", transports=BOTH)
def test_an_event_says_what_was_not_sent(stage: Stage, transport: str) -> None:
    """Bob reads a plain message of alice's with an empty list of mentions, no reply and no metadata; and one with
    a reply and metadata, as sent."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    plain = say.sends(alice, room, via=transport)
    pages = whole_timeline(bob, room)
    nothing: dict[str, Any] = {"mentions": [], "reply_to": None, "metadata": None}
    stage.judge("MSG-EVENT-02", mm.message_has, pages, message_id=plain.message_id, members=nothing)
    given: dict[str, Any] = {"reply_to": 1, "metadata": {"draft": False}}
    full = say.sends(alice, room, via=transport, **given)
    pages = whole_timeline(bob, room)
    stage.judge("MSG-EVENT-02", mm.message_has, pages, message_id=full.message_id, members={"mentions": [], **given})


@check("messages.event-author", "MSG-EVENT-03", transports=BOTH)
def test_an_event_names_its_author(stage: Stage, transport: str) -> None:
    """Bob's copy of a message names alice as her own ``connected`` does."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    listening = bob.connects(room)
    herself = alice.connects(room).events[0].frame["participant"]
    live = listening.hears(alice.says(room, "it is me", via=transport))
    author = {name: herself[name] for name in ("displayName", "type")} | {"participantId": alice.id}
    for name, value in author.items():
        stage.judge("MSG-EVENT-03", m.field_is, live, path=f"frame/participant/{name}", expected=value)


@check("messages.required-members", "MSG-REQ-01", transports=BOTH)
def test_a_message_lacks_nothing(stage: Stage, transport: str) -> None:
    """Without its id or its content, or with either not a string, a message is refused; with both it is not."""
    alice = stage.person("alice")
    room = alice.creates()
    say.sends(alice, room, via=transport)
    for member, wrong in itertools.product(("message_id", "content"), (..., None, 42, True, ["text"], {"a": "text"})):
        members: dict[str, Any] = {member: wrong}
        written = say.writes(alice, room, via=transport, clause="MSG-REQ-01", **members)
        stage.judge("MSG-REQ-01", mm.refused, written.answer, statuses=[400], codes=["INVALID_FRAME"])


@check("messages.reply", "MSG-REPLY-01", transports=BOTH)
def test_a_reply_names_what_it_replies_to(stage: Stage, transport: str) -> None:
    """A reply, and a reply to that reply, come back with the numbers that they were sent with."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    numbers = [alice.says(room, "first", via=transport).sequence_id]
    for _ in range(2):
        reply = say.sends(alice, room, via=transport, reply_to=numbers[-1])
        members = {"reply_to": numbers[-1]}
        pages = whole_timeline(bob, room, numbers[-1])
        stage.judge("MSG-REPLY-01", mm.message_has, pages, message_id=reply.message_id, members=members)
        numbers.append(m.events_of(pages)[0]["sequence_id"])


@check("messages.reply-to-nothing", "MSG-REPLY-02", transports=BOTH)
def test_a_reply_to_what_is_not_there_is_refused(stage: Stage, transport: str) -> None:
    """The number of an event can be replied to; one above the head, zero and no number at all cannot."""
    alice = stage.person("alice")
    room = alice.creates()
    head = alice.says(room, "the only one", via=transport).sequence_id
    for wrong in (head + 1000, 0, -1, "1", True, [head]):
        written = say.writes(alice, room, via=transport, clause="MSG-REPLY-02", reply_to=wrong)
        stage.judge("MSG-REPLY-02", mm.refused, written.answer, statuses=[400], codes=["INVALID_FRAME"])
    say.sends(alice, room, via=transport, reply_to=head)


@check("messages.metadata", "MSG-META-01", transports=BOTH)
def test_metadata_comes_back_as_sent(stage: Stage, transport: str) -> None:
    """Bob reads alice's metadata with every value of the type that she sent."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    for metadata in (METADATA, {}):
        sent = say.sends(alice, room, via=transport, metadata=metadata)
        pages = whole_timeline(bob, room)
        stage.judge("MSG-META-01", mm.message_has, pages, message_id=sent.message_id, members={"metadata": metadata})


@check("messages.metadata-object", "MSG-META-02", transports=BOTH)
def test_metadata_that_is_no_object_is_refused(stage: Stage, transport: str) -> None:
    """An object is taken; a string, a number, a list and a boolean are not."""
    alice = stage.person("alice")
    room = alice.creates()
    say.sends(alice, room, via=transport, metadata={"an": "object"})
    for wrong in ("text", 7, ["list"], [], True):
        written = say.writes(alice, room, via=transport, clause="MSG-META-02", metadata=wrong)
        stage.judge("MSG-META-02", mm.refused, written.answer, statuses=[400], codes=["INVALID_FRAME"])
