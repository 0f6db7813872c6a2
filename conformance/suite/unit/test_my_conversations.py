"""The list of one's own conversations: all of them, in the right order, with the right lines."""

from __future__ import annotations

from functools import partial
from typing import Any

from conformance.recorder import matchers as m
from conformance.recorder.matchers import conversations
from conformance.stage import Person, Stage, check
from conformance.stage import conversations as verbs
from conformance.stage.limits import limit
from conformance.stage.outcome import NotRun

PREVIEW = 200
SHOWN, MOST_SHOWN = 20, 100


@check("list.all-of-mine", "CONV-LIST-01")
def test_all_conversations_of_a_person_are_listed(stage: Stage) -> None:
    """Those that alice has created, and the one of bob's that she has joined; each once."""
    alice, bob = stage.people("alice", "bob")
    own = [alice.creates(), alice.creates()]
    joined = bob.creates(access="open")
    alice.joins(joined)
    ids = [room.id for room in (*own, joined)]
    verbs.settles(stage, "CONV-LIST-01", conversations.lists_once, partial(verbs.listed, alice), ids=ids)


@check("list.latest-first", "CONV-LIST-02")
def test_the_latest_activity_comes_first(stage: Stage) -> None:
    """Three conversations, written to in another order than that of their creation."""
    alice, bob = stage.people("alice", "bob")
    first, second, third = (alice.creates(bob) for _ in range(3))
    for room in (third, first, second):
        bob.says(room, "hello", via="rest")
    verbs.settles(
        stage, "CONV-LIST-02", conversations.listed_in_order, partial(verbs.listed, alice),
        ids=[second.id, first.id, third.id],
    )  # fmt: skip


@check("list.last-line", "CONV-LIST-03")
def test_the_list_shows_the_beginning_of_the_newest_message(stage: Stage) -> None:
    """Null at first; then what was said last, cut after 200 characters, not bytes."""
    alice = stage.person("alice")
    room = alice.creates()
    short = "a short line"
    long = ("\U0001f469\u00e9" * PREVIEW)[: min(PREVIEW + 30, limit(stage, "max_content_length"))]
    for said, preview in ((None, None), (long, long[:PREVIEW]), (short, short)):
        if said is not None:
            alice.says(room, said, via="rest")
        verbs.settles(
            stage, "CONV-LIST-03", conversations.entry_has, partial(verbs.listed, alice),
            id=room.id, fields={"last_message_preview": preview},
        )  # fmt: skip


@check("list.agrees-with-resource", "CONV-LIST-04")
def test_list_and_resource_say_the_same(stage: Stage) -> None:
    """After somebody came, somebody went and something was said, the entry has the values of the resource."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, access="open")
    for act in (None, carol.joins, partial(alice.says, content="hello", via="rest"), bob.leaves, None):
        if act is not None:
            act(room)
        resource = verbs.looks_at(alice, room).body
        same = {name: resource[name] for name in ("participant_count", "title", "access", "current_sequence_id")}
        ask = partial(verbs.listed, alice)
        verbs.settles(stage, "CONV-LIST-04", conversations.entry_has, ask, id=room.id, fields=same)


@check("list.walk-ends", "CONV-LIST-06")
def test_a_walk_through_the_list_ends(stage: Stage) -> None:
    """Four conversations in pages of two, of three and of ten: the last page has no cursor."""
    alice = stage.person("alice")
    ids = [alice.creates().id for _ in range(4)]
    verbs.all_listed(alice, ids)
    for most in (2, 3, 10):
        verbs.walks_list(alice, most, clause="CONV-LIST-06")


@check("list.limit", "CONV-LIST-07")
def test_a_page_of_the_list_is_not_longer_than_asked_for(stage: Stage) -> None:
    """Alice has more than a hundred: two when two are asked for, twenty by default, a hundred whatever she asks."""
    alice = stage.person("alice")
    made = _begins(alice, MOST_SHOWN + 1)
    verbs.all_listed(alice, made)
    rows: list[tuple[dict[str, Any], int]] = [({"limit": 2}, 2), ({}, SHOWN), ({"limit": MOST_SHOWN}, MOST_SHOWN)]
    for query, most in rows:
        page = verbs.listed(alice, **query).event
        stage.judge("CONV-LIST-01", m.status_is, page, expected=[200])
        stage.judge("CONV-LIST-07", conversations.list_holds_at_most, page, most=most)
    more = verbs.listed(alice, limit=MOST_SHOWN + 1)
    if more.status != 400:
        stage.judge("CONV-LIST-07", conversations.list_holds_at_most, more.event, most=MOST_SHOWN)


def _begins(person: Person, count: int) -> list[str]:
    """Create so many conversations, one after the other; returns their ids.

    More than honest use meets: a server may refuse that by a limit of its own, and is then not asked further.
    """
    ids = []
    for number in range(count):
        made = verbs.asks_to_create(person, title=f"{number + 1} of many")
        if made.status == 429 and m.at(made.event.data, "body/code") == "RATE_LIMITED":
            raise NotRun(f"the server takes {number} new conversations of one person in a row, and this needs {count}")
        person.stage.judge("CONV-CREATE-01", m.status_is, made.event, expected=[201])
        ids.append(str(made.body["id"]))
    return ids


@check("list.bad-limit", "CONV-LIST-08")
def test_a_limit_that_is_no_proper_number_is_refused(stage: Stage) -> None:
    """One is accepted; zero, less, a fraction and a word are refused."""
    alice = stage.person("alice")
    alice.creates()
    stage.judge("CONV-LIST-01", m.status_is, verbs.listed(alice, limit=1).event, expected=[200])
    for wrong in ("0", "-1", "1.5", "all"):
        stage.judge("CONV-LIST-08", m.status_is, verbs.listed(alice, limit=wrong).event, expected=[400])
