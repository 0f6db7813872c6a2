"""Connections that offer to compress their frames (permessage-deflate, RFC 7692)."""

from __future__ import annotations

import json
import string
import zlib
from typing import Any

from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory
from websockets.headers import build_extension

from conformance.recorder import matchers as m
from conformance.recorder.evaluation import Matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers import deflating, websocket
from conformance.stage.limits import limit
from conformance.stage.outcome import NotRun
from conformance.stage.people import Person, Room, Tab
from conformance.stage.stage import Stage

PLAIN = ClientPerMessageDeflateFactory(client_max_window_bits=None)
OFFERS = (
    PLAIN,
    ClientPerMessageDeflateFactory(client_max_window_bits=True),  # as browsers do
    ClientPerMessageDeflateFactory(client_max_window_bits=None, server_max_window_bits=10),
    ClientPerMessageDeflateFactory(
        client_max_window_bits=None, server_no_context_takeover=True, client_no_context_takeover=True
    ),
)

WIDEST = 15
"""The bits of the widest window."""

_TAIL = b"\x00\x00\xff\xff"
_DISAGREEMENTS = ("NegotiationError", "DuplicateParameter", "InvalidParameter", "InvalidHeader")
"""How the client's library begins to say that it cannot accept what the server agreed to."""

_NO_SUCH_WINDOW = "client_max_window_bits = 8"


def offers(person: Person, room: Room, offer: ClientPerMessageDeflateFactory) -> Tab | None:
    """Connect with an offer of compression; ``None`` where the server does not agree to it."""
    stage = person.stage
    found = person.knocks(room, extensions=[offer])
    shake = found.handshake if isinstance(found, Tab) else found
    if _NO_SUCH_WINDOW in str(shake.data.get("reason")):
        raise NotRun("the server asks for a window of 8 bits, which zlib does not have")
    if shake.kind == "no_answer" and not str(shake.data["reason"]).startswith(_DISAGREEMENTS):
        stage.judge("WS-UPGRADE-01", m.status_is, shake, expected=[101])
    text = build_extension([(offer.name, list(offer.get_request_params()))])
    stage.judge("WS-DEFLATE-03", deflating.agrees_within_the_offer, shake, offer=text)
    assert isinstance(found, Tab)
    if deflating.agreed(shake) is None:
        return None
    _arrives(found, websocket.greets, {"type": "connected"}, 0)
    return found


def _arrives(tab: Tab, match: Matcher, fields: dict[str, str], since: int, **arguments: str) -> Event:
    """Wait for a frame; judge it, or the end that came in its place."""
    clause, awaited = "WS-DEFLATE-03", f"{fields['type']} {fields.get('message_id', '')}".strip()
    event = tab.until(clause, deflating.comes_or_ends, since=since, awaited=awaited, fields=fields)
    tab.person.stage.judge(clause, match, event, **arguments)
    return event


def hears_from_afar(tab: Tab, other: Tab) -> None:
    """What is sent to a compressed connection repeats a text from just beyond the window that the server agreed to;
    beyond the widest there is nothing, so that there it is the one below."""
    _repeats(other, tab, tab, min(deflating.window_bits(tab.handshake, "server"), WIDEST - 1))


def says_from_afar(tab: Tab, other: Tab) -> None:
    """What a compressed connection sends repeats a text from within the window that the client was left, and beyond
    the next smaller one."""
    _repeats(tab, other, tab, deflating.window_bits(tab.handshake, "client") - 1)


def _repeats(speaker: Tab, listener: Tab, compressed: Tab, bits: int) -> None:
    """A text, others until more bytes have passed than a window of so many bits holds, and the first again.

    A decoder may look back on a window and on what it has already made of the frame, so that what stands there before
    the text is left out as well. None of them compresses by itself, and they are so short that the first comes again
    within a window of one bit more, unless what frames hold beside them is as long as the window.
    """
    stage = speaker.person.stage
    size = min(limit(stage, "max_content_length"), 2**bits // 4)
    first = content = _noise(stage, size)
    passed = beside = 0
    while passed < 2**bits + beside:
        frames = tells(speaker, listener, content)
        taken = len(json.dumps(frames[compressed is listener], separators=(",", ":")))
        passed, beside, content = passed + taken, taken - size, _noise(stage, size)
    tells(speaker, listener, first)


def _noise(stage: Stage, size: int) -> str:
    letters = string.ascii_letters + string.digits + "+/"
    return "".join(stage.random.choices(letters, k=size))


def tells(speaker: Tab, listener: Tab, content: str) -> tuple[Any, Any]:
    """Say something on one connection; it is acknowledged there and comes, to the letter, on the other. Returns the
    frame as it was sent and as it came."""
    ways = [f"on a connection that {_agreement(tab)}" for tab in (speaker, listener)]
    message_id = speaker.person.stage.fresh("msg")
    since, heard = len(speaker.events), len(listener.events)
    speaker.person.keep_to_rate()
    sent = speaker.sends({"type": "message", "message_id": message_id, "content": content})
    _arrives(speaker, deflating.acknowledged, {"type": "message_ack", "message_id": message_id}, since, way=ways[0])
    wanted = {"type": "message", "message_id": message_id}
    came = _arrives(listener, deflating.says_exactly, wanted, heard, content=content, way=ways[1])
    return sent.frame, came.frame


def _agreement(tab: Tab) -> str:
    terms = deflating.agreed(tab.handshake)
    return "is not compressed" if terms is None else f"agreed to {terms}"


def deflated(text: bytes) -> bytes:
    """One message, compressed by itself with the largest window."""
    codec = zlib.compressobj(9, zlib.DEFLATED, -WIDEST)
    return (codec.compress(text) + codec.flush(zlib.Z_SYNC_FLUSH)).removesuffix(_TAIL)
