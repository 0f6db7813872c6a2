"""A round through the operations: what each answers when all is well, and how each says no."""

from __future__ import annotations

from conformance.recorder.events import Event
from conformance.stage.stage import Stage

JSON = {"Content-Type": "application/json"}


def results(stage: Stage) -> list[Event]:
    """What a short visit is answered, none of it refused by an honest server."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(access="open")
    body = {"message_id": stage.fresh("msg"), "content": "hello"}
    visits = [
        stage.stranger().request("GET", "/chat/capabilities"),
        stage.stranger().request("GET", "/health/chat"),
        room.answer,
        bob.joins(room),
        alice.request("POST", room.path("/messages"), body),
        alice.request("POST", room.path("/messages"), body),
        alice.reads_events(room),
        alice.request("GET", room.path("/messages")),
        alice.request("GET", "/chat/my-conversations"),
        alice.request("GET", room.resource),
        bob.leaves(room),
    ]
    return [visit.event for visit in visits]


def refusals(stage: Stage) -> list[Event]:
    """Requests of many kinds that each call for a refusal, one fault at a time; what they were answered."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(access="open")
    bob.joins(room)
    said = alice.says(room, "hello", via="rest")
    nowhere = f"/chat/{stage.fresh('nowhere')}"
    visits = [
        alice.request("POST", room.path("/messages"), headers=JSON, content=b'{"message_id": "m", '),
        alice.request("POST", "/chat/create", ["not", "an", "object"]),
        alice.request("GET", room.path("/events?limit=none")),
        stage.stranger().request("GET", "/chat/my-conversations"),
        alice.request("GET", f"{nowhere}/events"),
        alice.request("POST", f"{nowhere}/messages", {"message_id": "m", "content": "hello"}),
        alice.request("DELETE", f"{nowhere}/leave"),
        alice.request("PUT", "/chat/create", {}),
        alice.request("POST", room.path("/messages"), {"message_id": said.message_id, "content": "other"}),
        bob.request("POST", room.path("/join"), {}),
    ]
    return [visit.event for visit in visits]
