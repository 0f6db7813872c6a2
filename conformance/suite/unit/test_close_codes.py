"""The code of a close frame, looked at on the wire."""

from __future__ import annotations

from conformance.recorder.events import Event
from conformance.recorder.matchers import closing, websocket
from conformance.stage import Stage, check
from conformance.stage.websocket import BINARY, CLOSE, PING, TEXT, Wire, client_frame

KEPT_OFF_THE_WIRE = (1004, 1005, 1006, 1015)
UNASSIGNED = (0, 999, 1016, 2999)


def _is_end(event: Event) -> bool:
    return event.kind in websocket.ENDS


def _judges_code(wire: Wire, clause: str) -> None:
    """A close frame comes, as the clause demands, and its code may travel."""
    closed = wire.reads(_is_end, wire.stage.settle_s)
    wire.stage.judge(clause, websocket.closes, closed or wire.events[-1])
    wire.stage.judge("CLOSE-WIRE-01", closing.codes_may_travel, wire.events)
    wire.lets_go()


@check("closing.codes-may-travel", "CLOSE-WIRE-01")
def test_a_close_frame_carries_a_code_that_may_be_sent(stage: Stage) -> None:
    """Alice's client says goodbye with a code and without one, and she leaves; the server's close frames are read
    byte by byte."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    for payload in (b"", (1000).to_bytes(2, "big"), (1001).to_bytes(2, "big") + b"going away"):
        wire = Wire(alice, room)
        wire.sends(client_frame(CLOSE, payload))
        _judges_code(wire, "WS-CLOSE-01")
    wire = Wire(alice, room)
    alice.leaves(room)
    _judges_code(wire, "MEM-LEAVE-03")


@check("closing.codes-after-faults", "CLOSE-WIRE-01", hostile=True)
def test_a_close_frame_after_a_fault_carries_a_code_that_may_be_sent(stage: Stage) -> None:
    """Broken frames, and goodbyes with codes that nobody may send: if a close frame comes, its code may travel."""
    broken = [client_frame(BINARY, b"binary"), client_frame(TEXT, b"\xff"), client_frame(PING, b"p", final=False)]
    for code in (*KEPT_OFF_THE_WIRE, *UNASSIGNED):
        broken.append(client_frame(CLOSE, code.to_bytes(2, "big")))
    broken.append(client_frame(CLOSE, b"\x03"))
    for frame in broken:
        alice = stage.person("alice")
        wire = Wire(alice, alice.creates())
        wire.sends(frame)
        wire.reads(_is_end, stage.settle_s)
        stage.judge("CLOSE-WIRE-01", closing.codes_may_travel, wire.events)
        wire.lets_go()
