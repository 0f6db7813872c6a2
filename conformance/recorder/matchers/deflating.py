"""Compression of frames: what was agreed to, and whether it is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.basic import frame_has
from conformance.recorder.matchers.reading import describe, shown
from conformance.recorder.matchers.websocket import ENDS

EXTENSION = "sec-websocket-extensions"


def agreed(handshake: Event) -> str | None:
    """What a 101 says of extensions."""
    headers = handshake.data.get("headers", {})
    return headers.get(EXTENSION) if handshake.data.get("status") == 101 else None


def window_bits(handshake: Event, side: str) -> int:
    """The bits of the window with which one side (``server`` or ``client``) may compress, as a 101 says it."""
    named = re.search(rf'\b{side}_max_window_bits\s*=\s*"?(\d+)', agreed(handshake) or "")
    return int(named[1]) if named else 15


@matcher
def agrees_within_the_offer(handshake: Event, *, offer: str) -> str | None:
    """A handshake that offers compression is answered, and agrees to nothing that goes beyond the offer."""
    if handshake.kind == "handshake" and handshake.data.get("status") == 101:
        return None
    if handshake.kind == "no_answer":
        return f"offered was {offer}, and the client refuses the answer: {handshake.data['reason']}"
    return f"the same handshake without {offer} is accepted, this one got {describe(handshake)}"


@matcher
def comes_or_ends(event: Event, *, fields: Mapping[str, Any]) -> str | None:
    """A frame with these members, or the end of the connection."""
    return None if event.kind in ENDS else frame_has(event, fields=fields)


@matcher
def says_exactly(event: Event, *, content: str, way: str) -> str | None:
    """A message came whole, with this content."""
    if event.kind in ENDS:
        return f"a message of {len(content)} characters was due {way}; instead the connection ended: {_ending(event)}"
    found = event.frame.get("content")
    if found == content:
        return None
    return f"a message of {len(content)} characters came with another content {way}: {describe(event)}"


@matcher
def acknowledged(event: Event, *, way: str) -> str | None:
    """A message got its ack."""
    if event.kind in ENDS:
        return f"an ack was due {way}; instead the connection ended: {_ending(event)}"
    return None if event.frame.get("type") == "message_ack" else f"expected an ack {way}, got {describe(event)}"


@matcher
def answers_or_ends(event: Event) -> str | None:
    """An answer to a ping frame, whatever it says, or the end of the connection."""
    if event.kind in ENDS or event.frame.get("type") in ("pong", "error"):
        return None
    return f"neither an answer nor an end, but {describe(event)}"


@matcher
def stops_inflating(event: Event, *, sent: int, inflated: int, most: int) -> str | None:
    """What came after a message that inflates past the limit is the end of the connection."""
    if event.kind in ENDS:
        return None
    return (
        f"a message of {sent} bytes that inflates to {inflated}, past the max_frame_bytes of {most}, "
        f"was answered with {describe(event)}"
    )


def _ending(event: Event) -> str:
    code = f"{event.data['code']} " if event.kind == "close_received" else ""
    return f"{code}{shown(event.data.get('reason', ''))}"
