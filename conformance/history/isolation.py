"""Isolation over a whole run: who was ever told anything of a conversation that they were never in.

Membership is read from what the server itself granted: a created conversation names its members, a join that was
answered with success adds one.  It is deliberately generous (who was a member once may know the past): what is
left is a leak under every reading of the contract.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event


def relevant(events: list[Event]) -> list[Event]:
    """The requests, answers and frames of a run: all that isolation is judged by."""
    return [event for event in events if event.kind in ("person", "request", "answer", "received")]


def anybody_was_told(history: Sequence[Event]) -> bool:
    """Whether any timeline event was sent to anybody at all: where none was, nothing is known of isolation."""
    return any(event.from_server and any(_timeline_events(event.frame or event.body)) for event in history)


@matcher
def nobody_outside_was_told(history: Sequence[Event]) -> str | None:
    """No timeline event of a conversation was sent to anybody whom the server had never made its member."""
    requests = {event.id: event for event in history if event.kind == "request"}
    members = _members(history, requests)
    for event in history:
        if event.from_server and event.check is not None:
            for told in _timeline_events(event.frame or event.body):
                room = (event.check, told["conversation_id"])
                if room in members and event.data["who"] not in members[room]:
                    return (
                        f"{event.data['who']} was sent event {told.get('sequence_id')} of {room[1]} without being in it"
                    )
    return None


def _members(history: Sequence[Event], requests: Mapping[str, Event]) -> dict[tuple[str | None, Any], set[str]]:
    """Who was ever made a member, by conversation (within one check, where names are unique)."""
    members: dict[tuple[str | None, Any], set[str]] = defaultdict(set)
    called = {event.data["participant"]: event.data["who"] for event in history if event.kind == "person"}
    for event in history:
        request = requests.get(event.data.get("request", ""))
        if event.kind != "answer" or request is None or event.data["status"] not in (200, 201):
            continue
        path, body = request.data["path"], event.body
        if request.data["method"] != "POST" or not isinstance(body, Mapping):
            continue
        room = body if path == "/chat/create" else body.get("conversation")
        if (
            isinstance(room, Mapping)
            and isinstance(room.get("id"), str)
            and (path == "/chat/create" or "/join" in unquote(path))
        ):
            members[event.check, room["id"]] |= {event.data["who"], *_listed(request, called)}
    return members


def _listed(request: Event, called: Mapping[Any, str]) -> Iterator[str]:
    """The people whom a request to create listed, as the story calls them."""
    listed = request.body.get("participants") if isinstance(request.body, Mapping) else None
    for person in listed if isinstance(listed, list) else []:
        if isinstance(person, Mapping) and isinstance(person.get("participantId"), str):
            yield called.get(person["participantId"], person["participantId"])


def _timeline_events(value: Any) -> Iterator[Mapping[str, Any]]:
    """Everything in an answer or a frame that is a numbered event of some conversation."""
    if isinstance(value, Mapping):
        named = isinstance(value.get("conversation_id"), str)
        if named and "sequence_id" in value and value.get("type") != "message_ack":
            yield value
        for item in value.values():
            yield from _timeline_events(item)
    elif isinstance(value, list):
        for item in value:
            yield from _timeline_events(item)
