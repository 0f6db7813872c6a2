"""Creating a conversation: what was asked for is what there is."""

from __future__ import annotations

from typing import Any

from conformance.recorder import matchers as m
from conformance.recorder.matchers import conversations
from conformance.stage import Stage, check
from conformance.stage import conversations as verbs

TITLE = " Caf\u00e9 and cake \U0001f370 "
MODES = ("list", "summarize", "generate")
SITES = ["zoo.example", "apples.example", "music.example"]


@check("create.location", "CONV-CREATE-02")
def test_location_leads_to_the_conversation(stage: Stage) -> None:
    """Alice follows the header of the answer, and finds what she created."""
    alice = stage.person("alice")
    room = alice.creates()
    stage.judge("CONV-CREATE-02", conversations.has_header, room.answer.event, name="location")
    found = verbs.follows(alice, room.answer.headers["location"])
    stage.judge("CONV-CREATE-02", m.status_is, found.event, expected=[200])
    stage.judge("CONV-CREATE-02", m.field_is, found.event, path="body/id", expected=room.id)


@check("create.owner", "CONV-CREATE-03")
def test_the_creator_owns_the_conversation(stage: Stage) -> None:
    """Alice is in it, as its owner, though no list named her."""
    alice = stage.person("alice")
    room = alice.creates()
    for seen in (room.answer.event, verbs.looks_at(alice, room).event):
        stage.judge(
            "CONV-CREATE-03", conversations.members_are, seen, path="body/participants",
            expected={alice.id: {"role": "owner"}},
        )  # fmt: skip


@check("create.names", "CONV-CREATE-05")
def test_people_are_shown_under_the_names_given(stage: Stage) -> None:
    """Bob under his name; carol, for whom none was given, under her id."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    named = [{"participantId": bob.id, "displayName": "Bob the Builder"}, {"participantId": carol.id}]
    room = verbs.creates_as(alice, "CONV-CREATE-01", participants=named)
    for person, name in ((bob, "Bob the Builder"), (carol, carol.id)):
        stage.judge(
            "CONV-CREATE-05", conversations.member_has, verbs.looks_at(alice, room).event, path="body/participants",
            participant=person.id, fields={"displayName": name},
        )  # fmt: skip


@check("create.lists-self", "CONV-CREATE-06")
def test_a_creator_who_lists_themselves_is_one_member(stage: Stage) -> None:
    """Alice names bob and herself: two members, she the owner."""
    alice, bob = stage.people("alice", "bob")
    named = [{"participantId": bob.id}, {"participantId": alice.id, "displayName": "me"}]
    room = verbs.creates_as(alice, "CONV-CREATE-06", participants=named)
    members = {alice.id: {"role": "owner"}, bob.id: {"role": "member"}}
    seen = verbs.looks_at(alice, room).event
    stage.judge("CONV-CREATE-06", conversations.members_are, seen, path="body/participants", expected=members)


@check("create.named-twice", "CONV-CREATE-07")
def test_naming_somebody_twice_is_refused(stage: Stage) -> None:
    """Bob once is accepted, bob twice is refused, under one name or under two."""
    alice, bob = stage.people("alice", "bob")
    once = {"participantId": bob.id, "displayName": "bob"}
    verbs.creates_as(alice, "CONV-CREATE-04", participants=[once])
    for again in (once, {**once, "displayName": "robert"}):
        answer = verbs.asks_to_create(alice, participants=[once, again])
        stage.judge("CONV-CREATE-07", m.status_is, answer.event, expected=[400])


@check("create.title", "CONV-CREATE-08")
def test_a_title_comes_back_as_given(stage: Stage) -> None:
    """Blanks, accents and emoji included; null where null or nothing was given."""
    alice = stage.person("alice")
    title = TITLE[: int(stage.limits.get("max_title_length", len(TITLE)))]
    for body, expected in (({"title": title}, title), ({"title": None}, None), ({}, None)):
        room = verbs.creates_as(alice, "CONV-CREATE-08", **body)
        for seen in (room.answer.event, verbs.looks_at(alice, room).event):
            stage.judge("CONV-CREATE-08", m.field_is, seen, path="body/title", expected=expected)


@check("create.unknown-access", "CONV-CREATE-10")
def test_an_access_that_does_not_exist_is_refused(stage: Stage) -> None:
    """Both kinds that there are are accepted, others refused."""
    alice = stage.person("alice")
    for access in ("invite", "open"):
        room = verbs.creates_as(alice, "CONV-CREATE-01", access=access)
        stage.judge("CONV-CREATE-01", m.field_is, room.answer.event, path="body/access", expected=access)
    for access in ("public", "Open", ""):
        answer = verbs.asks_to_create(alice, access=access)
        stage.judge("CONV-CREATE-10", m.status_is, answer.event, expected=[400])


@check("create.mode", "CONV-CREATE-11")
def test_a_mode_comes_back_as_given(stage: Stage) -> None:
    """Each of the three that there are; any other is refused."""
    alice = stage.person("alice")
    for mode in MODES:
        room = verbs.creates_as(alice, "CONV-CREATE-11", mode=mode)
        seen = verbs.looks_at(alice, room).event
        stage.judge("CONV-CREATE-11", m.field_is, seen, path="body/mode", expected=mode)
    answer = verbs.asks_to_create(alice, mode="improvise")
    stage.judge("CONV-CREATE-11", m.status_is, answer.event, expected=[400])


@check("create.sites", "CONV-CREATE-12")
def test_sites_come_back_in_their_order(stage: Stage) -> None:
    """As given, not sorted; an empty list where none were given."""
    alice = stage.person("alice")
    rows: list[tuple[dict[str, Any], list[str]]] = [({"sites": SITES}, SITES), ({}, [])]
    for body, expected in rows:
        room = verbs.creates_as(alice, "CONV-CREATE-12", **body)
        seen = verbs.looks_at(alice, room).event
        stage.judge("CONV-CREATE-12", m.field_is, seen, path="body/sites", expected=expected)


@check("create.idempotent", "CONV-CREATE-13")
def test_a_creation_repeated_under_its_key_is_the_same(stage: Stage) -> None:
    """Alice's client repeats the request after a lost answer, and gets the conversation that there is."""
    alice = stage.person("alice")
    headers, body = {"Idempotency-Key": stage.fresh("key")}, {"title": "once"}
    first = verbs.creates_as(alice, "CONV-CREATE-01", headers, **body)
    again = verbs.asks_to_create(alice, headers, **body)
    stage.judge("CONV-CREATE-13", m.fields_agree, first.answer.event, again.event, paths=["body/id", "body/id"])
