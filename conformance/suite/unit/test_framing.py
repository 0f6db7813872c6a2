"""Frames that RFC 6455 permits: every form of them is understood."""

from __future__ import annotations

import json

from conformance.recorder import matchers as m
from conformance.recorder.matchers import websocket
from conformance.stage import Stage, check
from conformance.stage.limits import reachable
from conformance.stage.websocket import CLOSE, CONTINUATION, PING, TEXT, Wire, client_frame

MOST = 125
"""The most bytes that a control frame may carry: what WS-PING-01 names."""


@check("framing.ping", "WS-PING-01")
def test_a_ping_is_answered_with_its_payload(stage: Stage) -> None:
    """No payload and the largest, those beside them, and one of a size that is drawn between."""
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    for size in (0, 1, stage.random.randrange(2, MOST - 1), MOST - 1, MOST):
        payload = stage.random.randbytes(size)
        since = len(tab.events)
        tab.sends_raw(client_frame(PING, payload))
        tab.until("WS-PING-01", websocket.is_pong_of, since=since, awaited="pong", payload=payload.hex())


@check("framing.fragments", "WS-FRAG-01")
def test_a_fragmented_message_is_one_message(stage: Stage) -> None:
    """Three fragments with pings between them, cut inside a character: bob hears one message, whole."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    listening, tab = bob.connects(room), alice.connects(room)
    message = {"type": "message", "message_id": stage.fresh("msg"), "content": "in p\u00efeces"}
    wire = json.dumps(message, ensure_ascii=False).encode()
    cut = wire.index(b"\xc3") + 1
    alice.keep_to_rate()
    tab.sends_raw(client_frame(TEXT, wire[:4], final=False))
    tab.sends_raw(client_frame(PING, b"between"))
    tab.sends_raw(client_frame(CONTINUATION, wire[4:cut], final=False))
    tab.sends_raw(client_frame(PING, b"again"))
    tab.sends_raw(client_frame(CONTINUATION, wire[cut:]))
    wanted = {key: message[key] for key in ("type", "message_id", "content")}
    listening.until("WS-FRAG-01", m.frame_has, awaited="the message in one piece", fields=wanted)


@check("framing.lengths", "WS-LEN-01")
def test_text_of_every_length_is_processed(stage: Stage) -> None:
    """Where the length field changes its form, at the limit, and somewhere between: each ping gets its pong."""
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    most = reachable(stage, "max_frame_bytes")
    edges = [124, 125, 126, 127, 128, 65_534, 65_535, 65_536, 65_537, most - 1, most]
    drawn = [stage.random.randint(130, most) for _ in range(stage.rounds(8))]
    for size in [edge for edge in edges if edge <= most] + drawn:
        nonce = stage.fresh("n")
        bare = json.dumps({"type": "ping", "nonce": nonce, "x_pad": ""})
        tab.sends(json.dumps({"type": "ping", "nonce": nonce, "x_pad": "p" * (size - len(bare))}))
        awaited = f"pong to a frame of {size} bytes"
        tab.until("WS-LEN-01", m.frame_has, awaited=awaited, fields={"type": "pong", "nonce": nonce})


@check("framing.goodbye", "WS-CLOSE-01")
def test_a_close_is_answered_and_the_connection_ended(stage: Stage) -> None:
    """With a code, and without one."""
    alice = stage.person("alice")
    room = alice.creates()
    for payload in ((1000).to_bytes(2, "big"), b""):
        wire = Wire(alice, room)
        wire.sends(client_frame(CLOSE, payload))
        seen = wire.reads_to_the_end(stage.settle_s)
        stage.judge("WS-CLOSE-01", websocket.closed_then_ended, seen, within_ms=stage.settle_s * 1000)
        wire.lets_go()


@check("framing.nothing-after-close", "WS-CLOSE-02")
def test_nothing_comes_after_the_close_frame(stage: Stage) -> None:
    """Bob leaves while alice goes on talking; his client reads to the end: the close frame is the last."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    wire = Wire(bob, room)
    alice.connects(room)
    bob.leaves(room)
    alice.says(room, "after bob has gone", via="ws")
    closed = wire.reads(lambda event: event.kind == "close_received", stage.settle_s)
    stage.judge("MEM-LEAVE-03", websocket.closes, closed or wire.events[-1])
    # Answer the close, so that the server may end the connection.
    wire.sends(client_frame(CLOSE, (1000).to_bytes(2, "big")))
    stage.judge("WS-CLOSE-02", websocket.nothing_after_close, wire.reads_to_the_end(stage.settle_s))
    wire.lets_go()
