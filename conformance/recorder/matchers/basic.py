"""Statuses, fields, shapes and frames: what most checks need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.contract import schemas
from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.reading import ABSENT, at, describe, named, same, shown


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
def field_is(event: Event, *, path: str, expected: Any) -> str | None:
    """A field of an event has exactly this value, of exactly this JSON type."""
    found = at(event.data, path)
    if same(found, expected):
        return None
    return f"expected {path} to be {shown(expected)}, got {shown(found)}"


@matcher
def answered(exchange: Event) -> str | None:
    """A complete HTTP answer came, whatever it says."""
    return None if exchange.kind == "answer" else f"no HTTP answer: {exchange.data.get('reason')}"


@matcher
def can_be_judged(examination: Event) -> str | None:
    """What was examined before anything was judged is in order.  It says nothing of what the server sent."""
    if examination.data["state"] == "ok":
        return None
    return f"{examination.data['of']}: {examination.data['what']}"


@matcher
def speaks_the_contract(exchanges: Sequence[Event], *, shapes: Sequence[str]) -> str | None:
    """Of several answers at least one has the form that the contract gives it."""
    silent = next((event for event in exchanges if event.kind == "no_answer"), None)
    if silent is not None:
        return f"no HTTP answer: {silent.data.get('reason')}"
    complaints = [schemas.complaint(shape, event.body) for event, shape in zip(exchanges, shapes, strict=True)]
    if None in complaints:
        return None
    heard = "; ".join(describe(event) for event in exchanges)
    return f"something answers HTTP, but nothing that it says is of this contract: {heard}"


@matcher
def fields_agree(first: Event, second: Event, *, paths: Sequence[str]) -> str | None:
    """Two events have the same value at one path each (``[path of the first, path of the second]``)."""
    one, other = at(first.data, paths[0]), at(second.data, paths[1])
    if one is not ABSENT and same(one, other):
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
def declares(document: Event, *, capabilities: Sequence[str]) -> str | None:
    """A capabilities document declares each of these."""
    found = at(document.data, "body/capabilities")
    missing = [name for name in capabilities if not isinstance(found, Mapping) or name not in found]
    return f"demanded and not declared: {', '.join(missing)}" if missing else None


@matcher
def is_first_frame(event: Event) -> str | None:
    """The first thing that came on a connection is a frame that holds a JSON object."""
    return None if event.kind == "received" and event.frame else f"expected a JSON object, got {describe(event)}"


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
def nothing_came(
    seen: Sequence[Event], *, awaited: str, within_ms: float, wanted: Mapping[str, Any] | None = None
) -> str | None:
    """What is awaited comes in this time.

    Always a mismatch: it records what came instead, where something was owed and did not come.  ``wanted`` is the
    matcher that would have accepted what was ``awaited``, with its arguments, for whoever waits for it again; it
    changes nothing here.
    """
    frames = [event for event in seen if event.from_server]
    if not frames:
        return f"no {awaited} within {within_ms:.0f} ms; nothing came at all"
    listed = ", ".join(named(event) for event in frames[-6:])
    return f"no {awaited} within {within_ms:.0f} ms; {len(frames)} frames came, the last: {listed}"


@matcher
def closed_with(closed: Event, *, codes: Sequence[int]) -> str | None:
    """The server closed a connection with one of these codes."""
    if closed.kind == "close_received" and closed.data.get("code") in codes:
        return None
    wanted = " or ".join(map(str, codes))
    if closed.kind == "close_received":
        return f"expected close code {wanted}, got {closed.data.get('code')} {shown(closed.data.get('reason', ''))}"
    return f"expected close code {wanted}, but the connection ended without a close frame"
