"""What travelled, on one time line: each recorded event as when, who, what kind in words, and what it carried.

Pure: the events are those of ``results.json`` (shape: ``shown_event`` in ``results.schema.json``).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conformance.recorder.words import bounded
from conformance.report.visible import spelled

LANES = 8
"""So many people are told apart by place and colour; whoever comes after shares a lane, and is known by name."""

KINDS = {
    "request": ("out", "request"),
    "answer": ("in", "answer"),
    "no_answer": ("end", "no answer"),
    "opening": ("out", "opens"),
    "handshake": ("in", "handshake"),
    "sent": ("out", "frame sent"),
    "received": ("in", "frame received"),
    "ping_received": ("in", "ping"),
    "pong_received": ("in", "pong"),
    "close_sent": ("out", "close sent"),
    "close_received": ("in", "close received"),
    "dropped": ("end", "dropped"),
    "fault": ("note", "done on purpose"),
    "stall": ("note", "machine stalled"),
    "watch_posted": ("note", "watch posted"),
    "watch_lost": ("note", "watch lost"),
    "examined": ("note", "examined beforehand"),
}
"""Which way an event went, seen from the people (``out``, ``in``, ``end`` of a connection, or a ``note`` of the
suite's), and what it is called."""

_HEAD = frozenset({"ms", "event", "kind", "who", "connection", "request", "elapsed_ms"})


@dataclass(frozen=True, slots=True)
class Detail:
    """How much of one failure is shown: events on its time line, characters of each, and characters of each block."""

    events: int
    line: int
    block: int


@dataclass(frozen=True, slots=True)
class Row:
    """One event on the line: ``ms`` since the check's first event, ``connection`` where it came or went, without whose
    it is.  ``way`` is as in :data:`KINDS`; ``mark`` is ``read`` where the rule that did not hold read the event,
    ``decided`` at the last one of these, else empty."""

    ms: float
    who: str
    connection: str
    lane: int
    way: str
    kind: str
    what: str
    mark: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The rows around what was decided, and how many events before and after them the page leaves out."""

    rows: tuple[Row, ...]
    before: int
    after: int
    lanes: int


def timeline(failure: Mapping[str, Any], read: Collection[str], detail: Detail) -> Timeline:
    """The transcript of a failure as rows; three quarters of what is shown leads up to where it was decided, the last
    event that was ``read``."""
    events, people = failure["transcript"], failure["people"]
    lanes = {who: i % LANES for i, who in enumerate(dict.fromkeys(map(_who, events)))}
    last, first, end = around(events, read, detail.events)

    def row(i: int, event: Mapping[str, Any]) -> Row:
        who, (way, kind) = _who(event), direction(event)
        mark = "" if event["event"] not in read else "decided" if i == last else "read"
        what = spelled(bounded(in_a_line(event), detail.line))
        return Row(event["ms"], who, _connection(event, people.get(who)), lanes[who], way, kind, what, mark)

    rows = tuple(row(i, event) for i, event in enumerate(events[first:end], first))
    return Timeline(rows, first, len(events) - end, min(LANES, len(lanes)))


def around(events: Sequence[Mapping[str, Any]], read: Collection[str], most: int) -> tuple[int, int, int]:
    """The place of the last event that was ``read``, and where the ``most`` events around it begin and end."""
    last = max((i for i, event in enumerate(events) if event["event"] in read), default=len(events) - 1)
    first = max(0, last + 1 - (most * 3 + 3) // 4)
    return last, first, min(len(events), first + most)


def direction(event: Mapping[str, Any]) -> tuple[str, str]:
    """Which way an event went, and its kind in words."""
    return KINDS.get(event["kind"], ("note", event["kind"].replace("_", " ")))


def _who(event: Mapping[str, Any]) -> str:
    return str(event.get("who") or "the suite")


def _connection(event: Mapping[str, Any], participant: str | None) -> str:
    """``/1`` for ``alice-5f2c/1``, where the row names alice anyway."""
    name = str(event.get("connection") or "")
    return name.removeprefix(participant or "").removeprefix(_who(event))


# -- what an event carried --------------------------------------------------------------------------------------------


def in_a_line(event: Mapping[str, Any]) -> str:
    """What an event carried, in short: for HTTP the first line and the body."""
    return " ".join(filter(None, (_first(event), _content(event, indent=None))))


def in_full(event: Mapping[str, Any]) -> str:
    """What an event carried, as a block of lines that is read like the wire: first line, headers, content."""
    headers = "\n".join(f"{spelled(key)}: {spelled(str(value))}" for key, value in _headers(event).items())
    head = "\n".join(filter(None, (spelled(_first(event)), headers)))
    return "\n\n".join(filter(None, (head, _content(event, indent=2))))


def as_lines(arguments: Mapping[str, Any]) -> str:
    """What a rule was given: each argument on a line, as ``name: JSON``."""
    return "\n".join(f"{spelled(name)}: {_json(value)}" for name, value in arguments.items())


def _json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _headers(event: Mapping[str, Any]) -> Mapping[str, Any]:
    headers = event.get("headers")
    return headers if isinstance(headers, Mapping) else {}


def _first(event: Mapping[str, Any]) -> str:
    match event["kind"]:
        case "request":
            return f"{event.get('method')} {event.get('path')}"
        case "opening":
            return f"GET {event.get('path')} (upgrade)"
        case "answer" | "handshake":
            return str(event.get("status"))
        case "close_sent" | "close_received":
            return f"{event.get('code')} {event.get('reason') or ''}".strip()
        case "no_answer" | "dropped":
            return str(event.get("reason"))
        case "fault":
            return str(event.get("what"))
        case "stall":
            return f"the {event.get('of')} waited {event.get('late_ms')} ms for a processor"
    return ""


_TOLD = frozenset({"method", "path", "headers", "status", "code", "reason", "what", "of", "late_ms"})
"""Members that the first line and the headers tell."""


def _content(event: Mapping[str, Any], indent: int | None) -> str:
    """The body or the frame; of other events whatever has not been told yet."""
    for name in ("body", "frame"):
        if name in event:
            return "" if event[name] is None else _spelt(event[name], indent)
    if "text" in event:
        return f"text {_json(event['text'])}"
    for name in ("bytes", "wire"):
        if name in event:
            return f"{name} {event[name] or '(none)'}"
    rest = {key: value for key, value in event.items() if key not in _HEAD | _TOLD and value is not None}
    return _json(rest, indent) if rest else ""


def _spelt(content: Any, indent: int | None) -> str:
    """Content as JSON; a text that is no JSON document stands as it came."""
    return content if isinstance(content, str) and indent is not None else _json(content, indent)
