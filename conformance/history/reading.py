"""What a recorded history says: who tried to say what and how it ended, who was shown which event, who was told which
position.

All of it is about one conversation; the events are those of one check, in the order in which they were recorded.
"""

from __future__ import annotations

import itertools
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from conformance.recorder.events import Event

ANSWERS_WITH_NUMBER = ("message_ack", "read")
"""Frames that name a number without being the event of that number."""

INDEFINITE = (500, 502, 504)
KINDS = frozenset(
    {"opening", "handshake", "sent", "received", "request", "answer", "no_answer", "close_sent", "close_received",
     "dropped", "fault"}
)  # fmt: skip


def of_check(events: Sequence[Event], check: str) -> list[Event]:
    """The part of a stream that a history of this check is made of."""
    return [event for event in events if event.check == check and event.kind in KINDS]


@dataclass(slots=True)
class Attempt:
    """One try to send a message: ``answer`` is ``None`` while nothing definite came."""

    who: str
    message_id: str
    content: Any
    mentions: tuple[Any, ...]
    connection: str | None
    sent: Event
    answer: Event | None = None
    sequence_id: int | None = None
    refusal: str | None = None


def attempts(history: Sequence[Event]) -> list[Attempt]:
    """Every try to send a message, in the order of sending, each with the answer that belongs to it."""
    found: list[Attempt] = []
    on_socket: dict[tuple[str, str], deque[Attempt]] = defaultdict(deque)
    over_rest: dict[str, Attempt] = {}
    for event in history:
        if event.kind == "sent" and event.frame.get("type") == "message":
            attempt = _attempt(event, event.frame, event.data["connection"])
            on_socket[event.data["connection"], attempt.message_id].append(attempt)
            found.append(attempt)
        elif event.kind == "request" and event.data["method"] == "POST" and event.data["path"].endswith("/messages"):
            attempt = _attempt(event, event.body if isinstance(event.body, Mapping) else {}, None)
            over_rest[event.id] = attempt
            found.append(attempt)
        elif event.kind == "answer" and event.data["request"] in over_rest:
            _answered_over_rest(over_rest[event.data["request"]], event)
        elif event.kind == "received":
            waiting = on_socket.get((event.data["connection"], _named(event.frame)))
            if waiting and event.frame.get("type") in ("message_ack", "error"):
                _answered_on_socket(waiting.popleft(), event)
    return found


def _named(frame: Mapping[str, Any]) -> str:
    """The message that a frame answers; an error need not name it (ERR-MSGID-01), and then its ``ref`` does."""
    return str(frame.get("message_id", frame.get("ref")))


def _attempt(sent: Event, body: Mapping[str, Any], connection: str | None) -> Attempt:
    mentions = tuple(body.get("mentions") or ())
    return Attempt(sent.data["who"], str(body.get("message_id")), body.get("content"), mentions, connection, sent)


def _answered_over_rest(attempt: Attempt, answer: Event) -> None:
    body = answer.body if isinstance(answer.body, Mapping) else {}
    if answer.data["status"] in (200, 201):
        attempt.answer, attempt.sequence_id = answer, body.get("sequence_id")
    elif answer.data["status"] not in INDEFINITE:
        attempt.answer, attempt.refusal = answer, str(body.get("code", answer.data["status"]))


def _answered_on_socket(attempt: Attempt, frame: Event) -> None:
    if frame.frame["type"] == "message_ack":
        attempt.answer, attempt.sequence_id = frame, frame.frame.get("sequence_id")
    elif frame.frame.get("code") != "INTERNAL":
        attempt.answer, attempt.refusal = frame, str(frame.frame.get("code"))


def is_live(event: Event) -> bool:
    """Whether this is a timeline event that came live; of unknown types the number counts too."""
    number = event.frame.get("sequence_id")
    return event.kind == "received" and isinstance(number, int) and event.frame.get("type") not in ANSWERS_WITH_NUMBER


def live_by_connection(history: Sequence[Event]) -> dict[str, list[Event]]:
    """The live events of each connection in the order they came."""
    found: dict[str, list[Event]] = defaultdict(list)
    for event in history:
        if is_live(event):
            found[event.data["connection"]].append(event)
    return found


def closed_by_us(history: Sequence[Event]) -> set[str]:
    """The connections that a person has closed: what comes after that is not owed to them."""
    return {event.data["connection"] for event in history if event.kind == "close_sent"}


def shown_events(event: Event) -> list[Mapping[str, Any]]:
    """The timeline events in something that the server sent: the frame itself, or those of a page or a resource."""
    if is_live(event):
        return [event.frame]
    whole = event.frame or event.body
    if not isinstance(whole, Mapping):
        return []
    if event.kind == "answer" and "sequence_id" in whole and "type" in whole:
        return [whole]
    inside = [whole.get("events"), whole.get("messages")]
    return [item for items in inside if isinstance(items, list) for item in items if isinstance(item, Mapping)]


@dataclass(frozen=True, slots=True)
class Read:
    """One look at the timeline: when it was asked for, what came, and up to which position that reflects it."""

    who: str
    kind: str
    asked: Event
    answer: Event
    position: int


def reads(history: Sequence[Event]) -> Iterator[Read]:
    """Every read of an event list or a resource (``rest``), and every ``connected`` and ``sync`` (``socket``)."""
    requests: dict[str, Event] = {}
    opened: dict[str, Event] = {}
    asked: dict[str, deque[Event]] = defaultdict(deque)
    for event in history:
        connection = event.data.get("connection", "")
        if event.kind == "request" and event.data["method"] == "GET":
            requests[event.id] = event
        elif event.kind == "opening":
            opened[connection] = event
        elif event.kind == "sent" and event.frame.get("type") == "sync":
            asked[connection].append(event)
        elif event.kind == "answer" and event.data["request"] in requests and event.data["status"] == 200:
            request = requests[event.data["request"]]
            position = _reflected(request, event.body)
            if position is not None:
                yield Read(event.data["who"], "rest", request, event, position)
        elif event.kind == "received" and event.frame.get("type") in ("connected", "sync"):
            begun = opened.get(connection)
            if event.frame["type"] == "sync":
                begun = asked[connection].popleft() if asked[connection] else None
            position = event.frame.get("current_sequence_id")
            if begun is not None and isinstance(position, int):
                yield Read(event.data["who"], "socket", begun, event, position)


def socket_reads(history: Sequence[Event], who: str) -> list[Read]:
    """Every ``connected`` and every ``sync`` that somebody asked for and got."""
    return [read for read in reads(history) if read.kind == "socket" and read.who == who]


def talked_through(history: Sequence[Event], who: str, *, longest_pause_s: float) -> int:
    """How many of somebody's ``connected`` and ``sync`` came in the middle of a talk: from a line before it was asked
    for to a line after it had come there was no pause as long as this, or as long as it took itself."""
    lines = sorted(attempt.sent.at for attempt in attempts(history) if attempt.sequence_id is not None)
    return sum(_is_surrounded(read, lines, longest_pause_s * 1e9) for read in socket_reads(history, who))


def _is_surrounded(read: Read, lines: Sequence[int], longest_pause: float) -> bool:
    begun, over = read.asked.at, read.answer.at
    before, after = [at for at in lines if at <= begun], [at for at in lines if at > over]
    if not before or not after:
        return False
    talk = [before[-1], *(at for at in lines if begun < at <= over), after[0]]
    return max(later - one for one, later in itertools.pairwise(talk)) <= max(longest_pause, over - begun)


def joins_beside_lines(history: Sequence[Event]) -> int:
    """How many joins that were accepted were under way together with a message that was taken."""
    lines = [(one.sent.at, one.answer.at) for one in attempts(history) if one.answer and one.sequence_id is not None]
    asked = {
        event.id: event.at for event in history if event.kind == "request" and event.data["path"].endswith("/join")
    }
    joins = [(asked[one.data["request"]], one.at) for one in history
             if one.kind == "answer" and one.data["status"] == 200 and one.data["request"] in asked]  # fmt: skip
    return sum(any(sent <= over and begun <= taken for sent, taken in lines) for begun, over in joins)


def _reflected(request: Event, body: Any) -> int | None:
    """Up to where an answer over REST reflects the timeline: its head, or the end of a last page that stops below."""
    position = body.get("current_sequence_id") if isinstance(body, Mapping) else None
    if not isinstance(position, int):
        return None
    query = parse_qs(urlsplit(request.data["path"]).query)
    if "after" in query and body.get("has_more") is False and isinstance(body.get("events"), list):
        last = body["events"][-1].get("sequence_id") if body["events"] else int(query["after"][0])
        return min(position, last) if isinstance(last, int) else position
    return position


def learnt(history: Sequence[Event], *, own: bool) -> Iterator[tuple[str, Event, int]]:
    """Who learnt of which position by what: with ``own`` by the answers to their own messages only, else also by
    every event and every read."""
    for attempt in attempts(history):
        if attempt.answer is not None and isinstance(attempt.sequence_id, int):
            yield attempt.who, attempt.answer, attempt.sequence_id
    if not own:
        for event in history:
            if is_live(event):
                yield event.data["who"], event, event.frame["sequence_id"]
        for read in reads(history):
            yield read.who, read.answer, read.position
