"""What holds for every answer and every frame."""

from __future__ import annotations

from typing import Any

from conformance.recorder import matchers as m
from conformance.recorder.events import Event
from conformance.recorder.matchers import general
from conformance.stage import BOTH, Stage, check
from conformance.stage import conversations as verbs

NEW_MEMBERS: dict[str, Any] = {"x_colour": "blue", "of_a_later_version": {"nested": [1, None]}}


@check("general.times", "GEN-TIME-01", transports=BOTH)
def test_times_are_written_in_utc(stage: Stage, transport: str) -> None:
    """Of creation, of change, of coming, of speaking: all end with Z."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(access="open")
    tab = alice.connects(room) if transport == "ws" else None
    bob.joins(room)
    bob.says(room, "what time is it?", via=transport)
    seen: list[Event]
    if tab is not None:
        wanted = {"type": "message", "content": "what time is it?"}
        tab.until("DLV-OTHERS-01", m.frame_has, awaited="message of bob", fields=wanted)
        seen = tab.events
    else:
        health = stage.stranger().request("GET", "/health/chat").event
        asked = (verbs.looks_at(alice, room), verbs.listed(alice), alice.reads_events(room, after=0))
        seen = [health, *(answer.event for answer in asked)]
    stage.judge("GEN-TIME-01", general.times_are_utc, seen)


@check("general.unknown-members", "GEN-EXT-01", transports=BOTH)
def test_members_that_are_new_to_the_server_are_ignored(stage: Stage, transport: str) -> None:
    """What a newer client adds is passed over: the request is answered as if it were not there."""
    alice, bob = stage.people("alice", "bob")
    message = {"message_id": stage.fresh("msg"), "content": "from the future", **NEW_MEMBERS}
    if transport == "ws":
        tab = alice.connects(alice.creates())
        tab.sends({"type": "message", **message})
        wanted = {"type": "message_ack", "message_id": message["message_id"]}
        tab.until("GEN-EXT-01", m.frame_has, awaited="message_ack", fields=wanted)
        tab.sends({"type": "ping", "nonce": "n", **NEW_MEMBERS})
        tab.until("GEN-EXT-01", m.frame_has, awaited="pong", fields={"type": "pong", "nonce": "n"})
        return
    room = verbs.creates_as(alice, "GEN-EXT-01", access="open", **NEW_MEMBERS)
    joined = bob.request("POST", room.path("/join"), {"displayName": "bob", **NEW_MEMBERS})
    stage.judge("GEN-EXT-01", m.status_is, joined.event, expected=[200])
    sent = bob.request("POST", room.path("/messages"), message)
    stage.judge("GEN-EXT-01", m.status_is, sent.event, expected=[201])


@check("general.head", "GEN-HEAD-01")
def test_head_is_answered_like_get(stage: Stage) -> None:
    """The same status, and no body, with a credential and without."""
    alice = stage.person("alice")
    room = alice.creates()
    for path in ("/chat/my-conversations", room.resource, room.path("/events")):
        stage.judge("CONV-GET-01", m.status_is, alice.request("GET", path).event, expected=[200])
        answer = alice.request("HEAD", path)
        stage.judge("GEN-HEAD-01", m.status_is, answer.event, expected=[200])
        stage.judge("GEN-HEAD-01", m.field_is, answer.event, path="body", expected=None)


@check("general.options", "GEN-OPTIONS-01")
def test_options_says_what_a_path_can_do(stage: Stage) -> None:
    """2xx, and the method that the path is there for."""
    alice = stage.person("alice")
    room = alice.creates()
    rows = {
        "/chat/create": "POST",
        "/chat/my-conversations": "GET",
        room.resource: "GET",
        room.path("/messages"): "POST",
        room.path("/leave"): "DELETE",
    }
    for path, method in rows.items():
        answer = alice.request("OPTIONS", path)
        stage.judge("GEN-OPTIONS-01", general.succeeds, answer.event)
        stage.judge("GEN-OPTIONS-01", general.path_takes, answer.event, method=method)
