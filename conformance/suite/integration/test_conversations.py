"""Conversations as several people have them: who was named is in, and lists follow what happens."""

from __future__ import annotations

from functools import partial

from conformance.recorder import matchers as m
from conformance.recorder.matchers import conversations
from conformance.stage import Person, Stage, check
from conformance.stage import conversations as verbs
from conformance.stage.outcome import NotRun

AT_ONCE = 24
"""Among so many, some share the millisecond of their last activity, where a server keeps no finer time."""
MOMENTS = 4
"""So often are as many begun at once, where no two of them shared a time: a busy machine takes longer."""


@check("create.named-are-members", "CONV-CREATE-04")
def test_who_is_named_at_creation_is_in_from_the_start(stage: Stage) -> None:
    """Bob and carol do nothing to get in: both read, and stand in the list of members."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, carol)
    members = {alice.id: {}, bob.id: {"role": "member"}, carol.id: {"role": "member"}}
    for person in (bob, carol):
        seen = verbs.looks_at(person, room, clause="CONV-CREATE-04").event
        stage.judge("CONV-CREATE-04", conversations.members_are, seen, path="body/participants", expected=members)
        reading = verbs.asks_for(person, room, after=0)
        stage.judge("CONV-CREATE-04", m.status_is, reading.event, expected=[200])


@check("create.in-everybodys-list", "CONV-CREATE-15")
def test_who_is_named_at_creation_finds_it_in_their_list(stage: Stage) -> None:
    """Nobody told bob and carol; each looks into their list, and there it is."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, carol)
    for person in (bob, carol):
        ask = partial(verbs.listed, person)
        verbs.settles(stage, "CONV-CREATE-15", conversations.lists_once, ask, ids=[room.id])


@check("list.walk-while-talking", "CONV-LIST-05")
def test_a_quiet_conversation_is_listed_once_in_a_walk(stage: Stage) -> None:
    """While alice walks through her list, the oldest conversation becomes the newest; the others show once."""
    alice, bob = stage.people("alice", "bob")
    rooms = [alice.creates(bob) for _ in range(6)]
    oldest, *quiet = rooms
    ids = [room.id for room in rooms]
    verbs.settles(stage, "CONV-LIST-01", conversations.lists_once, partial(verbs.listed, alice), ids=ids)
    something_happens = partial(bob.says, oldest, "wake up", via="rest")
    pages = verbs.walks_list(alice, 2, clause="CONV-LIST-06", meanwhile=something_happens)
    stage.judge("CONV-LIST-05", conversations.lists_once, pages, ids=[room.id for room in quiet])


@check("list.walk-through-one-moment", "CONV-LIST-05")
def test_conversations_of_one_moment_are_each_listed_once(stage: Stage) -> None:
    """Alice begins many conversations at once, some of them in the same millisecond, and walks through them one by
    one."""
    alice = stage.person("alice")
    begun: dict[str, str] = {}
    while len(begun) < MOMENTS * AT_ONCE and len(set(begun.values())) == len(begun):
        begun |= _begins_at_once(stage, alice)
    ids = list(begun)
    verbs.all_listed(alice, ids)
    pages = verbs.walks_list(alice, 1, clause="CONV-LIST-06")
    stage.judge("CONV-LIST-05", conversations.lists_once, pages, ids=ids)


def _begins_at_once(stage: Stage, person: Person) -> dict[str, str]:
    """Begin many conversations in one moment; returns when each was last active, by its id."""
    requests = [(person, "POST", "/chat/create", {"title": f"at once {number}"}) for number in range(AT_ONCE)]
    made = verbs.at_once(stage, *requests)
    for answer in made:
        if answer.status == 429 and m.at(answer.event.data, "body/code") == "RATE_LIMITED":
            raise NotRun(f"the server does not take {AT_ONCE} new conversations of one person at once")
        stage.judge("CONV-CREATE-01", m.status_is, answer.event, expected=[201])
        stage.judge("CONV-CREATE-01", m.conforms, answer.event, path="body", schema="openapi:Conversation")
    return {str(answer.body["id"]): str(answer.body["updated_at"]) for answer in made}


@check("list.left-is-gone", "CONV-LIST-10")
def test_what_one_has_left_is_in_ones_list_no_longer(stage: Stage) -> None:
    """Bob leaves one conversation and is removed from another; the third is still listed."""
    alice, bob = stage.people("alice", "bob")
    left, removed, kept = (alice.creates(bob) for _ in range(3))
    ask = partial(verbs.listed, bob)
    ids = [room.id for room in (left, removed, kept)]
    verbs.settles(stage, "CONV-LIST-01", conversations.lists_once, ask, ids=ids)
    bob.leaves(left)
    verbs.removes(alice, bob, removed)
    for room in (left, removed):
        verbs.settles(stage, "CONV-LIST-10", conversations.does_not_list, ask, id=room.id)
    stage.judge("CONV-LIST-01", conversations.lists_once, ask().event, ids=[kept.id])
