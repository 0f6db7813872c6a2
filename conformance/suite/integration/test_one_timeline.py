"""One timeline, wherever one looks: the same stream, the same members, the same names, soon everywhere."""

from __future__ import annotations

from functools import partial
from typing import Any

from conformance.recorder import matchers as m
from conformance.recorder.matchers import conversations, general
from conformance.stage import Stage, check
from conformance.stage import conversations as verbs


@check("timeline.one-stream", "GEN-STREAM-01")
def test_the_stream_has_one_name_everywhere(stage: Stage) -> None:
    """In the resource, in both kinds of pages, in ``connected`` and in ``sync``; for alice and for bob."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    alice.says(room, "hello", via="rest")
    seen = [room.answer.event]
    for person in (alice, bob):
        seen.append(verbs.looks_at(person, room).event)
        seen += [verbs.reads(person, room, "HIST-EVENTS-01", what) for what in ("events", "messages")]
        tab = person.connects(room)
        seen.append(tab.until("WS-CONNECTED-01", m.is_first_frame, awaited="first frame"))
        tab.sends({"type": "sync", "last_sequence_id": 0})
        seen.append(tab.until("SYNC-PAGE-01", m.frame_has, awaited="sync page", fields={"type": "sync"}))
    paths = ["frame/stream_id" if event.kind == "received" else "body/stream_id" for event in seen]
    stage.judge("GEN-STREAM-01", general.all_agree, seen, paths=paths)


@check("timeline.folds-to-members", "GEN-FOLD-01")
def test_the_members_are_what_the_events_say(stage: Stage) -> None:
    """People come, go, remove and promote each other at random, and at last all but zoe go, the last owner with them;
    whoever follows the events knows who is in, and as what."""
    zoe, *others = stage.people("zoe", "alice", "bob", "carol", "dave")
    alice, bob, *_ = others
    room = alice.creates(zoe, bob, access="open")
    for _ in range(stage.rounds(16, least=6)):
        actor, target = stage.random.choice(others), stage.random.choice(others)
        about = room.member(target.id)
        acts: list[tuple[str, str, Any]] = [("POST", room.path("/join"), {}), ("DELETE", room.path("/leave"), None)]
        if "roles" in stage.demanded:
            role = stage.random.choice(["moderator", "member", "read_only"])
            acts += [("PATCH", about, {"role": role}), ("DELETE", about, None)]
        actor.request(*stage.random.choice(acts))  # accepted or refused: the timeline says which
    for person in others:
        person.request("DELETE", room.path("/leave"))
    resource = verbs.looks_at(zoe, room).event
    stage.judge("GEN-FOLD-01", conversations.fold_gives, room.answer.event, verbs.whole_timeline(zoe, room), resource)


@check("timeline.soon-readable", "GEN-SETTLE-01")
def test_what_was_acknowledged_is_soon_read_by_all(stage: Stage) -> None:
    """Alice speaks on her socket; bob and carol, who have none, read it over REST in time."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, carol)
    said = alice.says(room, "can you read me?", via="ws")
    for person in (bob, carol):
        ask = partial(verbs.asks_for, person, room, after=said.sequence_id - 1)
        verbs.settles(stage, "GEN-SETTLE-01", m.page_holds, ask, message_ids=[said.message_id])


@check("names.frozen", "GEN-NAME-04")
def test_an_event_keeps_the_name_of_its_day(stage: Stage) -> None:
    """Bob speaks as Bobby, goes, and comes again as Robert: each line has the name under which it was said."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(access="open")
    said = {}
    for name in ("Bobby", "Robert"):
        joined = bob.request("POST", room.path("/join"), {"displayName": name})
        stage.judge("MEM-REJOIN-02", m.status_is, joined.event, expected=[200])
        said[name] = bob.says(room, f"I am {name}", via="rest").message_id
        if name == "Bobby":
            bob.leaves(room)
    pages = verbs.whole_timeline(alice, room)
    for name, message_id in said.items():
        fields = {"participant/displayName": name}
        stage.judge("GEN-NAME-04", general.event_has, pages, message_id=message_id, fields=fields)


@check("timeline.types", "GEN-EXT-03")
def test_events_of_ones_own_are_named_as_such(stage: Stage) -> None:
    """People come, connect, speak and go: what bob is sent of types that the contract has not begins with x_."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, access="open")
    tab = bob.connects(room)
    carol.joins(room)
    carol.connects(room)
    alice.says(room, "welcome", via="ws")
    carol.leaves(room)
    tab.hears(alice.says(room, "goodbye", via="ws"))
    stage.judge("GEN-EXT-03", general.types_are_known, tab.events)
    if not any(str(event.frame.get("type")).startswith("x_") for event in tab.events):
        stage.never_provoked("the server sent no event of its own")
