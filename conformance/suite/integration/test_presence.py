"""Presence: who is here, who has come, who has gone."""

from __future__ import annotations

from conformance.recorder.matchers import presence, receipts
from conformance.stage import Stage, check
from conformance.stage.conversations import whole_timeline
from conformance.stage.presence import GRACE_S, is_told_of, sees_online


@check("presence.online", "PRES-ONLINE-01")
def test_who_is_connected_is_online(stage: Stage) -> None:
    """Alice is connected: the resource says so, and so does the greeting that bob gets after it."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    alice.connects(room)
    sees_online(bob, room, alice, True, "PRES-ONLINE-01", stage.settle_s)
    greeting = bob.connects(room).events[0]
    stage.judge(
        "PRES-ONLINE-01", presence.lists_as, greeting, path="frame/participants", participant=alice.id, online=True
    )


@check("presence.offline", "PRES-ONLINE-02")
def test_who_has_gone_is_offline(stage: Stage) -> None:
    """Alice is online while one of her two connections is open, and offline after the last was lost."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    tabs = [alice.connects(room) for _ in range(2)]
    tabs[0].closes()
    sees_online(bob, room, alice, True, "PRES-ONLINE-01", stage.settle_s)
    tabs[1].drops()
    sees_online(bob, room, alice, False, "PRES-ONLINE-02", stage.settle_s + GRACE_S)


@check("presence.coming", "PRES-UPDATE-01")
def test_the_others_are_told_who_comes(stage: Stage) -> None:
    """Bob is connected when alice comes; he is told."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    watching = bob.connects(room)
    alice.connects(room)
    is_told_of(watching, alice, True, "PRES-UPDATE-01")


@check("presence.going", "PRES-UPDATE-02")
def test_the_others_are_told_who_goes(stage: Stage) -> None:
    """Alice closes her connection, carol loses hers; bob is told of both."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, carol)
    watching = bob.connects(room)
    closing, lost = alice.connects(room), carol.connects(room)
    closing.closes()
    lost.drops()
    for who in (alice, carol):
        is_told_of(watching, who, False, "PRES-UPDATE-02")


@check("presence.one-of-two-tabs", "PRES-UPDATE-03")
def test_who_closes_one_of_two_tabs_is_not_called_offline(stage: Stage) -> None:
    """Alice closes one of two tabs, then carol her only one; bob is told that carol is offline, and alice is not."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, carol)
    watching = bob.connects(room)
    first, _, only = alice.connects(room), alice.connects(room), carol.connects(room)
    first.closes()
    only.closes()
    is_told_of(watching, carol, False, "PRES-UPDATE-02")
    stage.judge("PRES-UPDATE-03", presence.never_called_offline, watching.events, participant=alice.id)


@check("presence.back-at-once", "PRES-UPDATE-03")
def test_who_is_back_at_once_is_not_left_offline(stage: Stage) -> None:
    """Alice loses her connection and is back at once; when bob has been told that carol, who went after that, is gone,
    the last that he knows of alice is not that she is."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, carol)
    watching = bob.connects(room)
    first, only = alice.connects(room), carol.connects(room)
    first.drops()
    alice.connects(room)
    only.closes()
    is_told_of(watching, carol, False, "PRES-UPDATE-02")
    stage.judge("PRES-UPDATE-03", presence.not_left_offline, watching.events, participant=alice.id)


@check("presence.one-room", "PRES-ROOM-01")
def test_who_is_in_another_room_is_not_online_here(stage: Stage) -> None:
    """Alice is connected to a conversation with carol; in the one with bob she is offline."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    elsewhere, here = alice.creates(carol), alice.creates(bob)
    alice.connects(elsewhere)
    sees_online(carol, elsewhere, alice, True, "PRES-ONLINE-01", stage.settle_s)
    greeting = bob.connects(here).events[0]
    stage.judge(
        "PRES-ROOM-01", presence.lists_as, greeting, path="frame/participants", participant=alice.id, online=False
    )


@check("presence.never-stored", "PRES-STORE-01")
def test_presence_leaves_no_trace(stage: Stage) -> None:
    """Between two lines of bob's alice comes and goes, and he is told; nothing but the lines has a number, and
    carol, who connects later, is not told that alice is here."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, carol)
    watching = bob.connects(room)
    before = watching.says("before")
    only = alice.connects(room)
    is_told_of(watching, alice, True, "PRES-UPDATE-01")
    only.closes()
    is_told_of(watching, alice, False, "PRES-UPDATE-02")
    after = watching.says("after")
    pages = whole_timeline(bob, room)
    said = [before.message_id, after.message_id]
    stage.judge("PRES-STORE-01", receipts.holds_nothing_but, pages, message_ids=said)
    late = carol.connects(room)
    late.barrier()
    stage.judge("PRES-STORE-01", receipts.never_called_online, late.events, participant=alice.id)
