"""Readers who are too slow, and networks that have fallen silent: who is cut off, and what they have by then."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from conformance.history import reading
from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.reading import describe, events_of, named
from conformance.recorder.matchers.websocket import ENDS


def _numbers(seen: Sequence[Event]) -> list[int]:
    return [event.frame["sequence_id"] for event in seen if reading.is_live(event)]


def _ended(seen: Sequence[Event]) -> bool:
    return any(event.kind in ENDS for event in seen)


@matcher
def was_cut_off(seen: Sequence[Event], *, before: str, because: str) -> str | None:
    """A connection ended before a message that was said after it had to be closed."""
    if not any(event.from_server for event in seen):
        return "nothing came here at all"
    served = any(event.frame.get("message_id") == before for event in seen)
    if _ended(seen) and not served:
        return None
    found = "was served on, with what was said after that" if served else f"is still open after {named(seen[-1])}"
    return f"the reader {because}, so the connection had to be closed; it {found}"


@matcher
def is_a_gapless_prefix(seen: Sequence[Event], *, after: int, up_to: int) -> str | None:
    """Live events rise by 1 from a position; where they stop short, the connection ends."""
    numbers = _numbers(seen)
    for before, number in itertools.pairwise([after, *numbers]):
        if number != before + 1:
            lost = f": {number - before - 1} are missing, and nothing says so" if number > before else ""
            return f"event {before} is followed by event {number}{lost}"
    if not numbers:
        return "no event came here at all"
    if numbers[-1] < up_to and not _ended(seen):
        return f"the events stop at {numbers[-1]} of {up_to}, and the connection is still open"
    return None


@matcher
def is_spared(seen: Sequence[Event], *, last: str, because: str) -> str | None:
    """A connection carried everything up to a last message, and did not end."""
    end = next((event for event in seen if event.kind in ENDS), None)
    if end is not None:
        how = f"closed with {end.data.get('code')}" if end.kind == "close_received" else "ended without a close frame"
        return f"the reader {because}, and the connection was {how} after {len(_numbers(seen))} events"
    if any(event.frame.get("message_id") == last for event in seen):
        return None
    return f"the reader {because}, and {last} never came; {len(_numbers(seen))} events did"


@matcher
def memory_is_bounded(
    served: Sequence[Event], *, before: int, after: int, most: int, readers: int, waiting: int
) -> str | None:
    """The server's memory (in bytes) grew by no more than it may."""
    if after - before <= most:
        return None if any(event.from_server for event in served) else "nothing was served"
    return (
        f"{readers} readers who had {waiting / 1e6:.1f} MB to read, and read nothing, made the server grow by "
        f"{(after - before) / 1e6:.1f} MB; the bound is {most / 1e6:.1f} MB"
    )


@matcher
def lives(seen: Sequence[Event], pong: Sequence[Event], *, quiet_ms: float) -> str | None:
    """A connection on which pings were answered, and nothing else was said, is open and still answers."""
    end = next((event for event in seen if event.kind in ENDS), None)
    pings = sum(event.kind == "ping_received" for event in seen)
    if end is not None:
        how = f"closed with {end.data.get('code')}" if end.kind == "close_received" else "ended without a close frame"
        return f"the client answered {pings} pings and said nothing else; the connection was {how}"
    return None if pong else f"the client answered {pings} pings in {quiet_ms:.0f} ms; now a ping frame gets no pong"


@matcher
def fits_into(page: Event, *, most: int) -> str | None:
    """A page of more than one event is no larger, as it was sent, than it may be."""
    events, size = len(events_of(page)), page.data["size"]
    if events <= 1 or size <= most:
        return None
    return f"a page of {events} events takes {size} bytes; with more than one event it may take {most}"


@matcher
def place_is_free(handshake: Event, *, silent_ms: float) -> str | None:
    """A handshake for which the place of a silent connection is needed succeeds."""
    if handshake.data.get("status") == 101:
        return None
    return (
        f"{silent_ms:.0f} ms after its network fell silent a connection still holds its place: "
        f"a new one was refused, with {describe(handshake)}"
    )
