"""Attempts whose answer is the point: a message, or something that only looks like one, on either transport."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.recorder.events import Event
from conformance.recorder.matchers import attempts
from conformance.stage.people import Person, Room, Tab

LONGEST_REF = 128


def tries_to_say(person: Person, room: Room, message: Mapping[str, Any], *, via: str, clause: str) -> Event:
    """Send a message of these members; returns the one answer to it, whatever it says.

    No answer at all breaks ``clause``.
    """
    person.keep_to_rate()
    if via == "rest":
        return person.request("POST", room.path("/messages"), dict(message)).event
    tab = next((tab for tab in person.tabs if tab.room == room and tab.socket.ended is None), None)
    return tries_on(tab or person.connects(room), message, clause)


def tries_on(tab: Tab, message: Mapping[str, Any], clause: str) -> Event:
    """The same on one open connection."""
    since = len(tab.socket.events)
    name = message.get("message_id")
    # An error need not name the message, so its name goes as a `ref` too, where it can be one.
    ref = {"ref": name} if isinstance(name, str) and 1 <= len(name) <= LONGEST_REF else {}
    tab.sends({"type": "message", **ref, **message})
    return tab.until(clause, attempts.answers_attempt, since=since, awaited="ack or error", message_id=name)
