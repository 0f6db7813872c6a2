"""The connection itself: greetings, selections, ends, and what comes before and after one another on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.contract import schemas
from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.reading import ABSENT, at, describe, events_of, named, same, shown

ENDS = ("close_received", "dropped")


@matcher
def greets(first: Event) -> str | None:
    """The first frame is ``connected``, and names the stream and the position in it."""
    if first.kind != "received" or first.frame.get("type") != "connected":
        return f"expected connected as the first frame, got {describe(first)}"
    stream, position = first.frame.get("stream_id", ABSENT), first.frame.get("current_sequence_id", ABSENT)
    if not isinstance(stream, str) or not stream:
        return f"expected stream_id to be a string, got {shown(stream)}"
    if type(position) is not int or position < 0:
        return f"expected current_sequence_id to be an integer from 0, got {shown(position)}"
    return None


@matcher
def selects(handshake: Event, *, subprotocol: str | None) -> str | None:
    """A 101 selects this subprotocol (``None``: none at all)."""
    if handshake.data.get("status") != 101:
        return f"expected status 101, got {describe(handshake)}"
    selected = handshake.data["headers"].get("sec-websocket-protocol")
    if selected == subprotocol:
        return None
    wanted = "no subprotocol" if subprotocol is None else f"the subprotocol {subprotocol}"
    return f"expected {wanted} to be selected, got {'none' if selected is None else shown(selected)}"


@matcher
def selects_nothing_foreign(handshake: Event) -> str | None:
    """Whatever the handshake is answered with, no subprotocol is selected in it."""
    selected = handshake.data.get("headers", {}).get("sec-websocket-protocol")
    return None if selected is None else f"only others than chat.v1 were offered, and {shown(selected)} was selected"


@matcher
def is_another_connection(first: Event, second: Event) -> str | None:
    """Two greetings carry different connection ids."""
    one, other = first.frame.get("connection_id", ABSENT), second.frame.get("connection_id", ABSENT)
    if ABSENT in (one, other):
        return "connected carries no connection_id"
    return f"two connections are both called {shown(one)}" if same(one, other) else None


@matcher
def names_as_declared(greeting: Event, document: Event) -> str | None:
    """Those limits of the contract that a greeting names, and its heartbeat, equal those of the capabilities document.

    What that document leaves out has its default.
    """
    declared = at(document.data, "body/limits")
    declared = {**schemas.default_limits(), **(declared if isinstance(declared, Mapping) else {})}
    named_here: Any = greeting.frame.get("limits")
    told = {**(named_here if isinstance(named_here, Mapping) else {}), "heartbeat": greeting.frame.get("heartbeat")}
    for name in sorted(schemas.limits() & told.keys()):
        value, wanted = told[name], declared.get(name, ABSENT)
        if not same(value, wanted):
            return f"{name} is {shown(value)} in connected and {shown(wanted)} where it is declared, or by default"
    return None


@matcher
def list_is_of_its_moment(greeting: Event, joins: Sequence[Event], *, before: Sequence[str]) -> str | None:
    """The participants of a greeting are those of ``before`` and who joined up to its position, nobody else."""
    position = at(greeting.frame, "current_sequence_id")
    if not isinstance(position, int):
        return f"expected current_sequence_id of connected to be a number, got {shown(position)}"
    numbered = [(event.frame.get("sequence_id"), event.frame) for event in joins]
    joined = [frame for number, frame in numbered if isinstance(number, int) and number <= position]
    wanted = sorted({*before, *(str(at(frame, "participant/participantId")) for frame in joined)})
    listed = greeting.frame.get("participants")
    found = sorted(str(at(item, "participantId")) for item in listed) if isinstance(listed, list) else []
    if found == wanted:
        return None
    return f"at position {position} the participants are {shown(wanted)}, but connected lists {shown(found)}"


@matcher
def connection_ended(seen: Sequence[Event], *, codes: Sequence[int], within_ms: float) -> str | None:
    """The server ended the connection, with one of these codes or without a close frame."""
    end = next((event for event in seen if event.kind in ENDS), None)
    if end is None:
        last = named(seen[-1]) if seen else "nothing"
        return f"the connection was still open after {within_ms:.0f} ms; the last that came on it: {last}"
    if end.kind == "close_received" and end.data.get("code") not in codes:
        return f"expected close code {' or '.join(map(str, codes))} or a bare end, got {end.data.get('code')}"
    return None


@matcher
def nothing_after_close(seen: Sequence[Event]) -> str | None:
    """No frame follows the server's close frame, up to the end of the connection."""
    place = next((n for n, event in enumerate(seen) if event.kind == "close_received"), None)
    if place is None:
        return "no close frame came"
    late = [event for event in seen[place + 1 :] if event.kind != "dropped"]
    return f"after its close frame the server sent {describe(late[0])}" if late else None


@matcher
def closed_then_ended(seen: Sequence[Event], *, within_ms: float) -> str | None:
    """A close frame came, and then the end of the TCP connection."""
    kinds = [event.kind for event in seen]
    if "close_received" not in kinds:
        ended = "the connection ended" if "dropped" in kinds else f"nothing came within {within_ms:.0f} ms"
        return f"expected a close frame in answer to ours, but {ended}"
    return None if "dropped" in kinds else f"the TCP connection was still open {within_ms:.0f} ms after the goodbye"


@matcher
def answers_stay_home(others: Sequence[Event], *, message_ids: Sequence[str], refs: Sequence[str]) -> str | None:
    """None of the answers to another connection's frames came here."""
    for event in others:
        frame = event.frame
        if frame.get("type") in ("message_ack", "error", "pong", "sync") and (
            frame.get("message_id") in message_ids or frame.get("ref") in refs
        ):
            return f"the answer to another connection's frame came here: {describe(event)}"
    return None if others else "nothing came here at all"


@matcher
def closes(event: Event) -> str | None:
    """A close frame of the server, whatever its code."""
    return None if event.kind == "close_received" else f"expected a close frame, the last that came: {describe(event)}"


@matcher
def is_pong_of(event: Event, *, payload: str) -> str | None:
    """A WebSocket pong with this payload (in hexadecimal)."""
    if event.kind != "pong_received":
        return f"not a pong, but {describe(event)}"
    found = event.data["payload"]
    return None if found == payload else f"expected the payload {shown(payload)}, got {shown(found)}"


@matcher
def typing_of(event: Event, *, participant: str, typing: bool) -> str | None:
    """A ``typing`` frame that names this participant and says this."""
    if event.frame.get("type") != "typing":
        return f"not typing, but {describe(event)}"
    who, says = at(event.frame, "participant/participantId"), event.frame.get("isTyping", ABSENT)
    if who == participant and says is typing:
        return None
    return f"expected isTyping {shown(typing)} of {participant}, got {shown(says)} of {shown(who)}"


def _typed(event: Event, participant: str) -> bool:
    return event.frame.get("type") == "typing" and at(event.frame, "participant/participantId") == participant


@matcher
def not_told_of_typing(seen: Sequence[Event], *, participant: str) -> str | None:
    """No ``typing`` of this participant came here."""
    told = [event for event in seen if _typed(event, participant)]
    if told:
        return f"typing of {participant} came here: {describe(told[0])}"
    return None if any(event.from_server for event in seen) else "nothing came here at all"


@matcher
def typing_is_spaced(first: Event, seen: Sequence[Event], *, participant: str, interval_ms: float) -> str | None:
    """So many ``isTyping`` true came as fit between the first one asked for and the last one seen, and no more."""
    shown_true = [event for event in seen if _typed(event, participant) and event.frame.get("isTyping") is True]
    if not shown_true:
        return "no isTyping true came at all"
    span = (shown_true[-1].at - first.at) / 1e6
    most = 1 + int(span / interval_ms)
    if len(shown_true) <= most:
        return None
    return f"{len(shown_true)} times isTyping true within {span:.0f} ms; one in {interval_ms:g} ms makes {most} at most"


@matcher
def nothing_refused(seen: Sequence[Event]) -> str | None:
    """Neither an error nor an end of the connection came."""
    bad = [event for event in seen if event.frame.get("type") == "error" or event.kind in ENDS]
    if bad:
        return f"nothing was to be refused, but there came {describe(bad[0])}"
    return None if any(event.from_server for event in seen) else "nothing came here at all"


@matcher
def holds_only_messages(page: Event | Sequence[Event]) -> str | None:
    """What was read of the timeline holds messages and nothing else."""
    strange = [item for item in events_of(page) if item.get("type") != "message"]
    if strange:
        return f"the timeline holds {shown(strange[0])}"
    return None if events_of(page) else "the page is empty"


@matcher
def is_ping(event: Event) -> str | None:
    """A WebSocket ping of the server."""
    return None if event.kind == "ping_received" else f"not a WebSocket ping, but {describe(event)}"


@matcher
def has_no(event: Event, *, member: str) -> str | None:
    """A frame that does not carry this member."""
    return f"{member} was not asked for and is {shown(event.frame[member])}" if member in event.frame else None


@matcher
def ended(seen: Sequence[Event]) -> str | None:
    """A connection was served, and the server ended it, in whatever way."""
    if not any(event.from_server for event in seen):
        return "nothing came here at all"
    return None if seen[-1].kind in ENDS else f"the connection is still open; the last that came: {named(seen[-1])}"
