"""What is too large, and what comes after an end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from conformance.recorder import matchers as m
from conformance.recorder.matchers import websocket
from conformance.stage import Stage, Tab, check
from conformance.stage.limits import comes_in_within, most_connections, reachable
from conformance.stage.websocket import BINARY, CONTINUATION, FIX, TEXT, client_frame, must_end


def _open(stage: Stage) -> Tab:
    alice = stage.person("alice")
    return alice.connects(alice.creates())


@check("closing.too-large", "CLOSE-SIZE-01", hostile=True)
def test_a_message_above_the_limit_is_closed_with_1009(stage: Stage) -> None:
    """One byte too many, in one frame and in two fragments; at the limit it is answered."""
    most = reachable(stage, "max_frame_bytes")
    control = _open(stage)
    text = b'{"type": "ping", "nonce": "at-the-limit", "x_pad": "'
    control.sends((text + b"p" * (most - len(text) - 2) + b'"}').decode())
    control.until("LIM-FRAME-01", m.frame_has, awaited="pong", fields={"type": "pong", "nonce": "at-the-limit"})
    half = most // 2
    whole = client_frame(TEXT, b" " * (most + 1))
    halves = client_frame(TEXT, b" " * half, final=False) + client_frame(CONTINUATION, b" " * (most + 1 - half))
    for wire in (whole, halves):
        tab = _open(stage)
        tab.sends_raw(wire)
        ended = tab.ends("CLOSE-SIZE-01", stage.settle_s)
        stage.judge("CLOSE-SIZE-01", m.closed_with, ended, codes=[1009])


@check("closing.announced-too-large", "CLOSE-SIZE-02", hostile=True)
def test_an_announced_size_is_refused_at_once(stage: Stage) -> None:
    """Only the head of a frame is sent, and no byte of it."""
    most = reachable(stage, "max_frame_bytes")
    for size in (max(most, 65_535) + 1, 1 << 40):
        tab = _open(stage)
        tab.sends_raw(bytes((0x80 | TEXT, 0xFF)) + size.to_bytes(8, "big") + b"\0\0\0\0")
        must_end(tab, "CLOSE-SIZE-02", FIX)


@check("closing.return", "CLOSE-BACK-01", hostile=True)
def test_whoever_was_cut_off_can_return(stage: Stage) -> None:
    """Alice says goodbye, is lost, and is cut off for faults of four sorts, each more often than she may have
    connections, in a drawn order; each time she comes back, as soon as the place of the one before must be free."""
    alice = stage.person("alice")
    room = alice.creates()
    # Whichever sort of fault left its connections in their places, they would take all of them.
    often = most_connections(stage) + 1
    ways: list[Callable[[Tab], None]] = [Tab.closes, Tab.drops]
    ways += [partial(_cut_off, clause, wire) for clause, wire in _faults(stage)] * often
    stage.random.shuffle(ways)
    for ends in ways:
        handshake = comes_in_within(alice, room, stage.settle_s)
        stage.judge("CLOSE-BACK-01", m.status_is, handshake, expected=[101])
        tab = alice.tabs[-1]
        tab.until("CLOSE-BACK-01", websocket.greets, awaited="connected")
        ends(tab)


def _faults(stage: Stage) -> list[tuple[str, bytes]]:
    """Frames for which a connection must be ended, each with the clause that says so."""
    too_large = b" " * (reachable(stage, "max_frame_bytes") + 1)
    return [
        ("WS-BAD-01", client_frame(3, b"a reserved opcode")),
        ("WS-BIN-01", client_frame(BINARY, b"bytes")),
        ("WS-UTF-01", client_frame(TEXT, b"no UTF-8: \xff")),
        ("CLOSE-SIZE-01", client_frame(TEXT, too_large)),
    ]


def _cut_off(clause: str, wire: bytes, tab: Tab) -> None:
    tab.sends_raw(wire)
    must_end(tab, clause, FIX)
