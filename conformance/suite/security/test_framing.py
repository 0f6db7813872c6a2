"""Frames that RFC 6455 forbids: each ends the connection, beside a permitted one that does not."""

from __future__ import annotations

import json

from conformance.recorder import matchers as m
from conformance.stage import Stage, Tab, check
from conformance.stage.websocket import BINARY, CLOSE, CONTINUATION, FIX, PING, PONG, TEXT, client_frame, must_end


def _open(stage: Stage) -> Tab:
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    control = tab.sends({"type": "ping", "nonce": "good"})
    tab.until("HB-PONG-01", m.frame_has, awaited="pong", fields={"type": "pong", "nonce": control.frame["nonce"]})
    return tab


def _ping(nonce: str) -> bytes:
    return json.dumps({"type": "ping", "nonce": nonce}).encode()


@check("framing.reserved", "WS-BAD-01", hostile=True)
def test_a_reserved_bit_or_opcode_ends_the_connection(stage: Stage) -> None:
    """Each reserved bit, in a whole message and in the continuation of one, a reserved data opcode and a reserved
    control opcode."""
    whole = _ping("bad")
    bad = [client_frame(TEXT, whole, reserved=bit) for bit in (4, 2, 1)]
    begun = client_frame(TEXT, whole[:5], final=False)
    bad += [begun + client_frame(CONTINUATION, whole[5:], reserved=bit) for bit in (4, 2, 1)]
    bad += [client_frame(opcode, _ping("bad")) for opcode in (3, 11)]
    for wire in bad:
        tab = _open(stage)
        tab.sends_raw(wire)
        must_end(tab, "WS-BAD-01", FIX)


@check("framing.unmasked", "WS-BAD-02", hostile=True)
def test_a_frame_without_a_mask_ends_the_connection(stage: Stage) -> None:
    """A message, a ping, a pong and a goodbye; the same message with a mask is answered."""
    goodbye = (1000).to_bytes(2, "big")
    for opcode, payload in ((TEXT, _ping("bare")), (PING, b"bare"), (PONG, b"bare"), (CLOSE, goodbye)):
        tab = _open(stage)
        tab.sends_raw(client_frame(TEXT, _ping("masked")))
        tab.until("HB-PONG-01", m.frame_has, awaited="pong", fields={"type": "pong", "nonce": "masked"})
        tab.sends_raw(client_frame(opcode, payload, masked=False))
        must_end(tab, "WS-BAD-02", FIX)


@check("framing.control-frames", "WS-BAD-03", hostile=True)
def test_an_overlong_or_fragmented_control_frame_ends_the_connection(stage: Stage) -> None:
    """A ping and a pong of 126 bytes, and such as are not final."""
    for opcode in (PING, PONG):
        for wire in (client_frame(opcode, b"p" * 126), client_frame(opcode, b"p", final=False)):
            tab = _open(stage)
            tab.sends_raw(wire)
            must_end(tab, "WS-BAD-03", FIX)


@check("framing.out-of-turn", "WS-BAD-04", hostile=True)
def test_fragments_out_of_turn_end_the_connection(stage: Stage) -> None:
    """A continuation of nothing, and a message that begins inside another."""
    nested = client_frame(TEXT, _ping("outer")[:5], final=False) + client_frame(TEXT, _ping("inner"))
    for wire in (client_frame(CONTINUATION, _ping("orphan")), nested):
        tab = _open(stage)
        tab.sends_raw(wire)
        must_end(tab, "WS-BAD-04", FIX)


@check("framing.not-utf8", "WS-UTF-01", hostile=True)
def test_text_that_is_no_utf8_ends_the_connection(stage: Stage) -> None:
    """A lone continuation byte, an overlong form and an encoded surrogate, inside a ping's nonce; and a ping with the
    beginning of a character behind it."""
    wrong = [b'{"type": "ping", "nonce": "' + bad + b'"}' for bad in (b"\x80", b"\xc0\xaf", b"\xed\xa0\x80")]
    for payload in (*wrong, _ping("unfinished") + b"\xe2\x82"):
        tab = _open(stage)
        tab.sends_raw(client_frame(TEXT, payload))
        must_end(tab, "WS-UTF-01", FIX)


@check("framing.binary", "WS-BIN-01", hostile=True)
def test_a_binary_message_ends_the_connection(stage: Stage) -> None:
    """Also one whose bytes would be a good frame, and an empty one."""
    for payload in (_ping("binary"), b""):
        tab = _open(stage)
        tab.sends_raw(client_frame(BINARY, payload))
        must_end(tab, "WS-BIN-01", FIX)
