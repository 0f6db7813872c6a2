"""Looking at one conversation: what its members see, and what those see who might come in."""

from __future__ import annotations

import uuid
from functools import partial
from urllib.parse import quote

from conformance.recorder import matchers as m
from conformance.recorder.matchers import conversations
from conformance.stage import Stage, check
from conformance.stage import conversations as verbs
from conformance.stage.limits import room_with_places

LAST_MESSAGES = 50


@check("conversation.whole", "CONV-GET-01")
def test_a_member_sees_the_whole_conversation(stage: Stage) -> None:
    """Alice and bob each get everything that the contract names."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    alice.says(room, "hello", via="rest")
    for person in (alice, bob):
        seen = verbs.looks_at(person, room).event
        stage.judge("CONV-GET-01", m.conforms, seen, path="body", schema="openapi:Conversation")
        stage.judge("CONV-GET-01", m.field_is, seen, path="body/id", expected=room.id)


@check("conversation.members", "CONV-GET-02")
def test_the_present_members_are_listed(stage: Stage) -> None:
    """Bob was there from the start and left, carol came later: alice and carol, each once, with role and time; which
    role a newcomer has is told by a clause of its own (MEM-JOIN-03)."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, access="open")
    carol.joins(room)
    bob.leaves(room)
    members = {alice.id: {"role": "owner"}, carol.id: {}}
    seen = verbs.settles(
        stage, "CONV-GET-02", conversations.members_are, partial(verbs.asks_to_see, alice, room),
        path="body/participants", expected=members,
    ).event  # fmt: skip
    for number in range(len(members)):
        stage.judge("CONV-GET-02", m.conforms, seen, path=f"body/participants/{number}", schema="openapi:Participant")


@check("conversation.newest-messages", "CONV-GET-03")
def test_a_conversation_opens_with_its_newest_messages(stage: Stage) -> None:
    """With three messages, and with more than fit: the end of what was said, ascending."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, carol)
    said = verbs.fills([alice, bob, carol], room, 3)
    few = verbs.looks_at(alice, room).event
    stage.judge("CONV-GET-03", conversations.newest_messages, few, path="body/messages", said=said, most=LAST_MESSAGES)
    said += verbs.fills([alice, bob, carol], room, LAST_MESSAGES)
    many = verbs.looks_at(alice, room).event
    stage.judge("CONV-GET-03", conversations.newest_messages, many, path="body/messages", said=said, most=LAST_MESSAGES)


@check("conversation.count", "CONV-GET-04")
def test_the_count_is_that_of_the_members(stage: Stage) -> None:
    """Two at first, three after a join, two after a leave."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, access="open")
    for act, count in ((None, 2), (carol.joins, 3), (bob.leaves, 2)):
        if act is not None:
            act(room)
        ask = partial(verbs.asks_to_see, alice, room)
        verbs.settles(stage, "CONV-GET-04", m.field_is, ask, path="body/participant_count", expected=count)


@check("conversation.updated", "CONV-GET-05")
def test_every_message_moves_the_time_of_the_last_change(stage: Stage) -> None:
    """Later after the first message than before it, and later again after the second."""
    alice = stage.person("alice")
    room = alice.creates()
    before = verbs.looks_at(alice, room).event
    for line in ("first", "second"):
        alice.says(room, line, via="rest")
        after = verbs.looks_at(alice, room).event
        stage.judge("CONV-GET-05", conversations.moves_forward, before, after, path="body/updated_at")
        before = after


@check("conversation.unknown-ids", "CONV-GET-06")
def test_an_id_that_nothing_has_is_not_found(stage: Stage) -> None:
    """Whatever its shape: a number, a UUID, words, letters of other alphabets, very long; alice's own is found."""
    alice = stage.person("alice")
    room = alice.creates()
    verbs.looks_at(alice, room)
    altered = room.id[:-1] + ("A" if room.id[-1] != "A" else "B")
    shapes = [altered, "0", "1", "-1", "1e9", str(uuid.UUID(int=stage.random.getrandbits(128))), "null",
              "no such conversation", "caf\u00e9", "x" * 300]  # fmt: skip
    for shape in shapes:
        answer = alice.request("GET", f"/chat/conversations/{quote(shape, safe='')}")
        stage.judge("CONV-GET-06", m.status_is, answer.event, expected=[404])


@check("preview.open", "CONV-PREV-01")
def test_who_knows_the_id_of_an_open_conversation_sees_what_it_is(stage: Stage) -> None:
    """Eve, who is in no list, gets id, title and the number of people."""
    alice, bob, eve = stage.people("alice", "bob", "eve")
    room = verbs.creates_as(
        alice, "CONV-CREATE-01", access="open", title="Come in", participants=[{"participantId": bob.id}]
    )
    seen = verbs.asks_to_see(eve, room).event
    stage.judge("CONV-PREV-01", m.status_is, seen, expected=[200])
    for path, value in (("id", room.id), ("title", "Come in"), ("participant_count", 2)):
        stage.judge("CONV-PREV-01", m.field_is, seen, path=f"body/{path}", expected=value)


@check("preview.can-join", "CONV-PREV-03")
def test_a_preview_says_whether_there_is_room(stage: Stage) -> None:
    """One place is free and eve can join; bob takes it, and she cannot; bob goes, and she can."""
    alice, bob, eve = stage.people("alice", "bob", "eve")
    room = room_with_places(alice, 1)
    for act, room_left in ((None, True), (bob.joins, False), (bob.leaves, True)):
        if act is not None:
            act(room)
        ask = partial(verbs.asks_to_see, eve, room)
        stage.judge("CONV-PREV-01", m.status_is, ask().event, expected=[200])
        verbs.settles(stage, "CONV-PREV-03", m.field_is, ask, path="body/can_join", expected=room_left)


@check("preview.by-invite", "CONV-PREV-04")
def test_who_brings_an_invite_sees_where_it_leads(stage: Stage) -> None:
    """Without it there is no such conversation for eve; with it she gets the preview, as often as she looks."""
    alice, eve = stage.people("alice", "eve")
    room = verbs.creates_as(alice, "CONV-CREATE-01", access="invite", title="For guests")
    token = verbs.makes_invite(alice, room, max_uses=1).body["token"]
    stage.judge("ISO-HIDE-01", m.status_is, verbs.asks_to_see(eve, room).event, expected=[404])
    for _ in range(2):
        seen = verbs.asks_to_see(eve, room, token).event
        stage.judge("CONV-PREV-04", m.status_is, seen, expected=[200])
        for path, value in (("id", room.id), ("title", "For guests"), ("participant_count", 1)):
            stage.judge("CONV-PREV-04", m.field_is, seen, path=f"body/{path}", expected=value)
