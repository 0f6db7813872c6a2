"""What the stories about isolation need: conversations that do not exist, lists walked to their end, a rush."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from conformance.recorder import matchers as m
from conformance.recorder.events import Event
from conformance.recorder.matchers import isolation as im
from conformance.stage.people import Person, Room, Tab
from conformance.stage.stage import Stage

_MOST_PAGES = 50


def unknown(room: Room, places: int = 10) -> Room:
    """A conversation that does not exist, with an id of the same shape as that of one that does."""
    return Room(_altered(room.id, places), room.answer)


def there_and_not(room: Room) -> list[Room]:
    """A conversation, and two that do not exist."""
    return [room, unknown(room), unknown(room, places=9)]


def _altered(text: str, left: int) -> str:
    """The same text with so many of its last digits and letters turned round within their kind (what was
    hexadecimal stays so)."""
    turned: list[str] = []
    for character in reversed(text):
        kind = next((kind for kind in ("0123456789", "abcdef", "ABCDEF") if character in kind), None)
        kind = kind or next((k for k in ("ghijklmnopqrstuvwxyz", "GHIJKLMNOPQRSTUVWXYZ") if character in k), None)
        if kind is None or not left:
            turned.append(character)
            continue
        turned.append(kind[-1 - kind.index(character)])
        left -= 1
    return "".join(reversed(turned))


def is_hidden(
    stage: Stage, clause: str, stranger: Person, room: Room, method: str, path: str, body: Any = None
) -> None:
    """Ask the same of a conversation and of two that do not exist; nothing tells the first answer from the others.

    ``{id}`` in path and body stands for the conversation.
    """
    rooms = there_and_not(room)
    answers = [
        stranger.request(method, path.replace("{id}", quote(asked.id, safe="")), _filled(body, asked.id)).event
        for asked in rooms
    ]
    ids = [asked.id for asked in rooms]
    stage.judge(clause, im.hides_existence, *answers, what=f"{method} {path}", ids=ids)


def _filled(body: Any, conversation_id: str) -> Any:
    if isinstance(body, dict):
        return {name: conversation_id if value == "{id}" else value for name, value in body.items()}
    return body


def asks_in_turns(stage: Stage, stranger: Person, rooms: Sequence[Room], times: int) -> list[list[Event]]:
    """Ask for each of these conversations so many times, in an order that changes from turn to turn."""
    answers: list[list[Event]] = [[] for _ in rooms]
    for _ in range(times):
        for index in stage.random.sample(range(len(rooms)), len(rooms)):
            answers[index].append(stranger.request("GET", rooms[index].resource).event)
    return answers


def walks_list(person: Person, limit: int) -> list[Event]:
    """Every page of somebody's own list of conversations."""
    pages: list[Event] = []
    cursor: str | None = None
    while len(pages) < _MOST_PAGES:
        more = "" if cursor is None else f"&cursor={quote(cursor, safe='')}"
        answer = person.request("GET", f"/chat/my-conversations?limit={limit}{more}")
        person.stage.judge("CONV-LIST-01", m.status_is, answer.event, expected=[200])
        pages.append(answer.event)
        cursor = answer.body.get("next_cursor")
        if cursor is None:
            break
    return pages


def all_talk(tabs: Sequence[Tab], lines: Sequence[str], times: int) -> list[tuple[Tab, Event]]:
    """Everybody says their own line so many times, all of them at once; nobody waits for an answer."""
    sent = []
    for _ in range(times):
        for tab, line in zip(tabs, lines, strict=True):
            tab.person.keep_to_rate()
            frame = {"type": "message", "message_id": tab.person.stage.fresh("msg"), "content": line}
            sent.append((tab, tab.sends(frame)))
    return sent


def told(stage: Stage, *names: str) -> list[Event]:
    """Everything that the server has sent these people in this check, on whatever way."""
    mine = [event for event in stage.recorder.events() if event.check == stage.check and event.from_server]
    return [event for event in mine if event.data.get("who") in names]
