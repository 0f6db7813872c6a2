"""How matchers look at events: by path, as short text, as a list of timeline events."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from conformance.recorder.events import Event


class _Absent:
    def __repr__(self) -> str:
        return "(absent)"


ABSENT = _Absent()
"""Equal to nothing that a server can send."""


def shown(value: Any, limit: int = 160) -> str:
    """A JSON value as a reader of a report wants to see it: short, and never ambiguous."""
    text = repr(value) if value is ABSENT else json.dumps(value, ensure_ascii=True, default=repr)
    return text if len(text) <= limit else f"{text[: limit - 1]}… ({len(text)} characters)"


def at(value: Any, path: str) -> Any:
    """What lies at a path such as ``body/conversation/id``; :data:`ABSENT` when nothing does."""
    for step in path.split("/"):
        if isinstance(value, Mapping) and step in value:
            value = value[step]
        elif isinstance(value, Sequence) and not isinstance(value, str) and _is_index(step, len(value)):
            value = value[int(step)]
        else:
            return ABSENT
    return value


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are the same: ``1`` and ``1.0`` are one number, but ``true`` is no number."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one == other)


def _is_index(step: str, length: int) -> bool:
    return step.lstrip("-").isdigit() and -length <= int(step) < length


def describe(event: Event) -> str:
    """One event in a few words, for the list of what came instead."""
    if event.kind in ("answer", "handshake"):
        return f"status {event.data.get('status')} with {shown(event.body)}"
    if event.kind == "received":
        return shown(event.data.get("frame", event.data.get("text", event.data.get("bytes"))))
    return f"{event.kind} {shown(dict(event.data))}"


def named(event: Event) -> str:
    """One event in a word or two, for a list of many: the type of a frame, and what tells it from others."""
    told = [event.frame[key] for key in ("code", "message_id", "sequence_id") if key in event.frame]
    if event.frame:
        return " ".join([shown(event.frame.get("type", ABSENT), 40), *(shown(value, 60) for value in told)])
    return event.kind if event.kind != "received" else describe(event)


def events_of(event: Event | Sequence[Event]) -> list[Mapping[str, Any]]:
    """The timeline events of a page, over REST or in a frame; or of several, one after the other."""
    if not isinstance(event, Event):
        return [item for page in event for item in events_of(page)]
    events = (event.frame or event.body or {}).get("events") if isinstance(event.frame or event.body, Mapping) else None
    return [item for item in events if isinstance(item, Mapping)] if isinstance(events, list) else []
