"""The matchers: named pure functions of recorded events.

Each takes events first, then JSON arguments by name, and returns ``None`` when the events are as described, else
one sentence that says what came and why that differs.  A matcher knows no runner, no clock and no network.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from conformance.contract import schemas
from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event

ABSENT = "(absent)"


def shown(value: Any, limit: int = 160) -> str:
    """A JSON value as a reader of a report wants to see it: short, and never ambiguous."""
    text = json.dumps(value, ensure_ascii=True) if not isinstance(value, str) or value != ABSENT else value
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


def _is_index(step: str, length: int) -> bool:
    return step.lstrip("-").isdigit() and -length <= int(step) < length


def describe(event: Event) -> str:
    """One event in a few words, for the list of what came instead."""
    if event.kind in ("answer", "handshake"):
        return f"status {event.data.get('status')} with {shown(event.body)}"
    if event.kind == "received":
        return shown(event.data.get("frame", event.data.get("text", event.data.get("bytes"))))
    return f"{event.kind} {shown(dict(event.data))}"


@matcher
def status_is(answer: Event, *, expected: Sequence[int]) -> str | None:
    """An HTTP answer, or a handshake's, has one of the expected statuses."""
    status = answer.data.get("status")
    if status in expected:
        return None
    wanted = " or ".join(map(str, expected))
    if answer.kind == "no_answer":
        return f"expected status {wanted}, but no answer came: {answer.data.get('reason')}"
    return f"expected status {wanted}, got {describe(answer)}"


@matcher
def answered(exchange: Event) -> str | None:
    """A complete HTTP answer came, whatever it says."""
    return None if exchange.kind == "answer" else f"no HTTP answer: {exchange.data.get('reason')}"


@matcher
def field_is(event: Event, *, path: str, expected: Any) -> str | None:
    """A field of an event has exactly this value, of exactly this JSON type."""
    found = at(event.data, path)
    if type(found) is type(expected) and found == expected:
        return None
    return f"expected {path} to be {shown(expected)}, got {shown(found)}"


@matcher
def fields_agree(first: Event, second: Event, *, paths: Sequence[str]) -> str | None:
    """Two events have the same value at one path each (``[path of the first, path of the second]``)."""
    one, other = at(first.data, paths[0]), at(second.data, paths[1])
    if one is not ABSENT and one == other and type(one) is type(other):
        return None
    return f"{paths[0]} was {shown(one)} and {paths[1]} was {shown(other)}; they should be the same"


@matcher
def conforms(event: Event, *, path: str, schema: str) -> str | None:
    """What lies at a path validates against a schema of the contract (``openapi:Problem``, ``asyncapi:ack``)."""
    found = at(event.data, path)
    if found is ABSENT:
        return f"expected {path} to be a {schema.split(':')[-1]}, but {describe(event)} has none"
    complaint = schemas.complaint(schema, found)
    return None if complaint is None else f"{path} is not a valid {schema.split(':')[-1]}: {complaint}"


@matcher
def frame_has(event: Event, *, fields: Mapping[str, Any]) -> str | None:
    """A received frame has these members with these values (others do not matter)."""
    if event.kind != "received":
        return f"not a frame, but {describe(event)}"
    for name, expected in fields.items():
        found = at(event.frame, name)
        if found != expected or isinstance(found, bool) is not isinstance(expected, bool):
            return f"{name} is {shown(found)}, not {shown(expected)}"
    return None


@matcher
def nothing_came(seen: Sequence[Event], *, awaited: str, within_ms: float) -> str | None:
    """Always a mismatch: records what came, and why each was not it, where something was owed in time."""
    frames = [event for event in seen if event.from_server]
    if not frames:
        return f"no {awaited} within {within_ms:.0f} ms; nothing came at all"
    listed = "; ".join(describe(event) for event in frames[-5:])
    return f"no {awaited} within {within_ms:.0f} ms; of {len(frames)} that came, the last: {listed}"


@matcher
def content_is_exactly(event: Event, *, path: str, code_points: str) -> str | None:
    """A text came back exactly: same code points, same order, none normalised, trimmed, escaped or lost."""
    found = at(event.data, path)
    if found == code_points:
        return None
    if not isinstance(found, str):
        return f"expected the content as sent, got {shown(found)}"
    place = next((i for i, (a, b) in enumerate(zip(found, code_points, strict=False)) if a != b), None)
    if place is None:
        return f"sent {len(code_points)} code points, got back {len(found)}: {shown(found)}"
    return (
        f"code point {place} was sent as U+{ord(code_points[place]):04X} and came back as U+{ord(found[place]):04X}; "
        f"sent {shown(code_points)}, got {shown(found)}"
    )


@matcher
def same_event_everywhere(live: Event, read: Event, *, sequence_id: int) -> str | None:
    """The event with this number is equal, member for member, on the socket and in a REST page."""
    listed = [item for item in _events_of(read) if item.get("sequence_id") == sequence_id]
    if len(listed) != 1:
        return f"the page holds {len(listed)} events with sequence_id {sequence_id}, expected exactly one"
    stored, shown_live = listed[0], live.frame
    for member in sorted({*stored, *shown_live}):
        if at(stored, member) != at(shown_live, member):
            return (
                f"{member} is {shown(at(shown_live, member))} on the socket and {shown(at(stored, member))} in the page"
            )
    return None


def _events_of(event: Event) -> list[Mapping[str, Any]]:
    events = (event.frame or event.body or {}).get("events") if isinstance(event.frame or event.body, Mapping) else None
    return [item for item in events if isinstance(item, Mapping)] if isinstance(events, list) else []


@matcher
def page_is_contiguous(page: Event, *, after: int) -> str | None:
    """A page starts right after a position and rises by exactly 1, up to the head when it claims to be the last."""
    numbers = [item.get("sequence_id") for item in _events_of(page)]
    whole = page.frame or page.body or {}
    last = at(whole, "current_sequence_id") if at(whole, "has_more") is False else after + len(numbers)
    expected = list(range(after + 1, last + 1)) if isinstance(last, int) else ABSENT
    if numbers == expected and numbers:
        return None
    return f"expected the sequence_ids {shown(expected)} after {after}, got {shown(numbers)}"


@matcher
def page_holds(page: Event, *, message_ids: Sequence[str]) -> str | None:
    """A page holds each of these messages exactly once."""
    found = [item.get("message_id") for item in _events_of(page)]
    wrong = {name: found.count(name) for name in message_ids if found.count(name) != 1}
    if not wrong:
        return None
    lost = [name for name, count in wrong.items() if count == 0]
    doubled = [name for name, count in wrong.items() if count > 1]
    return f"of {len(message_ids)} messages, lost: {shown(lost)}, doubled: {shown(doubled)}"


@matcher
def declares(document: Event, *, capabilities: Sequence[str]) -> str | None:
    """A capabilities document declares each of these."""
    found = at(document.data, "body/capabilities")
    missing = [name for name in capabilities if not isinstance(found, Mapping) or name not in found]
    return f"demanded and not declared: {', '.join(missing)}" if missing else None


@matcher
def closed_with(closed: Event, *, codes: Sequence[int]) -> str | None:
    """The server closed a connection with one of these codes."""
    if closed.kind == "close_received" and closed.data.get("code") in codes:
        return None
    wanted = " or ".join(map(str, codes))
    if closed.kind == "close_received":
        return f"expected close code {wanted}, got {closed.data.get('code')} {shown(closed.data.get('reason', ''))}"
    return f"expected close code {wanted}, but the connection ended without a close frame"


@matcher
def nobody_received(received: Sequence[Event], *, canary: str, people: Sequence[str]) -> str | None:
    """None of these people was sent anything that holds the canary, on any connection or in any answer."""
    for event in received:
        if event.data.get("who") in people and canary in event.line():
            return f"{event.data.get('who')} was sent {canary}, in {describe(event)}"
    alive = {event.data.get("who") for event in received}
    silent = [name for name in people if name not in alive]
    return f"no later event from the server proves that {', '.join(silent)} could have seen it" if silent else None


@matcher
def percentile_below(
    started: Sequence[Event], ended: Sequence[Event], *, percentile: float, bound_ms: float
) -> str | None:
    """The given percentile of the times from each start to its end (same order, same length) is below a bound."""
    # From the moment when it was due, not when it was sent: a stalled sender must not hide a stalled server.
    waits = sorted((end.at - start.data.get("due", start.at)) / 1e6 for start, end in zip(started, ended, strict=True))
    found = waits[max(0, math.ceil(len(waits) * percentile / 100) - 1)]
    if found < bound_ms:
        return None
    median = waits[len(waits) // 2]
    return f"p{percentile:g} of {len(waits)} was {found:.1f} ms (median {median:.1f}), the bound is {bound_ms:g} ms"


@matcher
def is_first_frame(event: Event) -> str | None:
    """The first thing that came on a connection is a frame that holds a JSON object."""
    return None if event.kind == "received" and event.frame else f"expected a JSON object, got {describe(event)}"
