"""What those learn who are not in a conversation: what its members chose to show, and nothing else."""

from __future__ import annotations

from functools import partial

from conformance.recorder import matchers as m
from conformance.recorder.matchers import conversations
from conformance.stage import Stage, check
from conformance.stage import conversations as verbs

OF_MEMBERS = (
    "participants", "messages", "events", "current_sequence_id", "stream_id", "unread_count", "read_sequence_id",
    "last_message_preview", "updated_at",
)  # fmt: skip


@check("create.closed-by-default", "CONV-CREATE-09")
def test_a_conversation_is_closed_unless_said_otherwise(stage: Stage) -> None:
    """Alice says nothing about access: it is ``invite``, and eve, who has the id, cannot come in."""
    alice, eve = stage.people("alice", "eve")
    room = verbs.creates_as(alice, "CONV-CREATE-01", title="just us")
    stage.judge("CONV-CREATE-09", m.field_is, room.answer.event, path="body/access", expected="invite")
    answer = eve.request("POST", room.path("/join"), {"displayName": "eve"})
    stage.judge("CONV-CREATE-09", m.status_is, answer.event, expected=[404])


@check("create.key-of-another", "CONV-CREATE-14")
def test_a_key_of_somebody_else_opens_nothing(stage: Stage) -> None:
    """Eve sends alice's ``Idempotency-Key`` with the same body, and is not led to alice's conversation."""
    alice, eve = stage.people("alice", "eve")
    headers, body = {"Idempotency-Key": stage.fresh("key")}, {"title": "the plan", "access": "open"}
    room = verbs.creates_as(alice, "CONV-CREATE-01", headers, **body)
    answer = verbs.asks_to_create(eve, headers, **body)
    stage.judge("CONV-CREATE-14", conversations.shows_none_of, answer.event, names=[], texts=[room.id, alice.id])


@check("preview.shows-nothing-else", "CONV-PREV-02")
def test_a_preview_tells_nothing_of_members_and_timeline(stage: Stage) -> None:
    """Eve previews an open conversation in which much was said: no name, no id, no word, no number of it."""
    alice, bob, carol, eve = stage.people("alice", "bob", "carol", "eve")
    name, line = stage.fresh("nickname"), stage.fresh("canary")
    named = [{"participantId": bob.id, "displayName": "bob"}, {"participantId": carol.id, "displayName": name}]
    room = verbs.creates_as(alice, "CONV-CREATE-01", access="open", title="Come in", participants=named)
    bob.says(room, line, via="rest")
    whole = verbs.looks_at(alice, room)
    seen = verbs.asks_to_see(eve, room).event
    stage.judge("CONV-PREV-01", m.status_is, seen, expected=[200])
    texts = [alice.id, bob.id, carol.id, name, line, whole.body["stream_id"]]
    stage.judge("CONV-PREV-02", conversations.shows_none_of, seen, names=list(OF_MEMBERS), texts=texts)


@check("preview.bad-invite", "CONV-PREV-05", slow=True)
def test_an_invite_that_opens_nothing_shows_nothing(stage: Stage) -> None:
    """Unknown, of another conversation, revoked, used up or expired: for eve there is no such conversation."""
    alice, bob, eve = stage.people("alice", "bob", "eve")
    room, other = alice.creates(), alice.creates()
    expired = verbs.makes_invite(alice, room, expires_in=1).body["token"]
    good = verbs.makes_invite(alice, room).body["token"]
    stage.judge("CONV-PREV-04", m.status_is, verbs.asks_to_see(eve, room, good).event, expected=[200])
    elsewhere = verbs.makes_invite(alice, other).body["token"]
    revoked = verbs.makes_invite(alice, room).body
    stage.judge(
        "INV-REVOKE-01", m.status_is,
        alice.request("DELETE", room.invite(revoked["invite_id"])).event, expected=[200],
    )  # fmt: skip
    used_up = verbs.makes_invite(alice, room, max_uses=1).body["token"]
    joined = bob.request("POST", room.path("/join"), {"displayName": "bob", "invite": used_up})
    stage.judge("INV-USE-02", m.status_is, joined.event, expected=[200])
    for token in (stage.fresh("unknown"), elsewhere, revoked["token"], used_up):
        answer = verbs.asks_to_see(eve, room, token)
        stage.judge("CONV-PREV-05", m.status_is, answer.event, expected=[404])
    verbs.refused_in_time(stage, "CONV-PREV-05", partial(verbs.asks_to_see, eve, room, expired), [404], within_s=1)


@check("list.cursor-of-another", "CONV-LIST-09", hostile=True)
def test_a_cursor_leads_to_ones_own_list_only(stage: Stage) -> None:
    """Eve sends alice's cursor, altered ones and nonsense: each is refused, or lists what is hers."""
    people = stage.people("alice", "eve")
    made = {person.name: [person.creates().id for _ in range(3)] for person in people}
    # Only when the list has caught up it can be told whose a conversation is, and only then there is a second page.
    walks = {person.name: verbs.all_listed(person, made[person.name], limit=2) for person in people}
    for pages in walks.values():
        stage.judge("CONV-LIST-07", conversations.list_holds_at_most, pages[0], most=2)
    eve = people[-1]
    own = {*made["eve"], *(str(entry["id"]) for entry in conversations.entries_of(walks["eve"]))}
    cursors = [str(pages[0].body["next_cursor"]) for pages in walks.values()]
    borrowed = cursors[0]
    altered = [swapped(cursor, stage.random.randrange(len(cursor))) for cursor in cursors for _ in range(6)]
    for cursor in (borrowed, *altered, "0", "-1", "null", "{}", "' OR 1=1 --", "x" * 500):
        answer = verbs.listed(eve, limit=20, cursor=cursor)
        stage.judge("CONV-LIST-09", conversations.own_list_or_refusal, answer.event, own=sorted(own))


def swapped(cursor: str, place: int) -> str:
    """A cursor with one character exchanged."""
    return f"{cursor[:place]}{'A' if cursor[place] != 'A' else 'B'}{cursor[place + 1 :]}"
