"""Messages with everything that can be said in them, right or wrong, on either transport."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conformance.recorder.events import Event
from conformance.recorder.matchers import messages as mm
from conformance.stage.people import Person, Room, Tab

MESSAGE_ANSWERS = ("message_ack", "error")
FRESH = "(a fresh one)"


@dataclass(frozen=True, slots=True)
class Written:
    """What was sent with :func:`writes`, and how it was answered: an HTTP answer, an ack or an error."""

    message_id: str
    answer: Event


def open_tab(person: Person, room: Room) -> Tab:
    """The person's open connection to this conversation; a new one where there is none."""
    found = (tab for tab in person.tabs if tab.room == room and tab.socket.ended is None)
    return next(found, None) or person.connects(room)


def asks(tab: Tab, clause: str, frame: Mapping[str, Any] | str, *answers: str) -> Event:
    """Send one frame and wait for the next frame of one of these types; none in time breaks the clause."""
    since = len(tab.events)
    tab.sends(frame)
    return tab.until(clause, mm.is_frame_of, since=since, awaited=" or ".join(answers), types=list(answers))


def writes(person: Person, room: Room, *, via: str, clause: str, message_id: Any = FRESH, **members: Any) -> Written:
    """Send a message with exactly these members (``content`` is filled in; one of ``...`` is left out), wait for
    its answer and judge nothing of it; ``clause`` is what no answer at all breaks."""
    name = person.stage.fresh("msg") if message_id == FRESH else message_id
    named = {"message_id": name, "content": "hello", **members}
    body = {name: value for name, value in named.items() if value is not ...}
    person.keep_to_rate()
    if via == "ws":
        answer = asks(open_tab(person, room), clause, {"type": "message", **body}, *MESSAGE_ANSWERS)
    else:
        answer = person.request("POST", room.path("/messages"), body).event
    return Written(str(name), answer)


def sends(person: Person, room: Room, *, via: str, message_id: Any = FRESH, **members: Any) -> Written:
    """Send a message that must be accepted; where it is not, sending itself is broken."""
    clause = "MSG-ACK-01" if via == "ws" else "MSG-POST-01"
    written = writes(person, room, via=via, clause=clause, message_id=message_id, **members)
    person.stage.judge(clause, mm.accepted, written.answer)
    return written


def writes_text(person: Person, room: Room, text: str | bytes, *, via: str, clause: str) -> Event:
    """Send a body, or a frame, as it is written here, JSON or not."""
    if via == "ws":
        frame = text if isinstance(text, str) else text.decode()
        return asks(open_tab(person, room), clause, frame, *MESSAGE_ANSWERS)
    raw = text.encode() if isinstance(text, str) else text
    headers = {"Content-Type": "application/json"}
    return person.request("POST", room.path("/messages"), headers=headers, content=raw).event


def message_text(via: str, message_id: str, **members: str) -> str:
    """A message as JSON text, in which each further member stands as the text that is given for it."""
    whole = {"message_id": json.dumps(message_id), "content": '"hello"', **members}
    if via == "ws":
        whole = {"type": '"message"', **whole}
    return "{" + ",".join(f'"{name}":{text}' for name, text in whole.items()) + "}"
