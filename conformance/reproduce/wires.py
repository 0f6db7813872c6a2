"""PURE: what stands in the bytes of WebSocket frames that a client made by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

OPCODES = {0: "continuation", 1: "text", 2: "binary", 8: "close", 9: "ping", 10: "pong"}


@dataclass(frozen=True, slots=True)
class ClientFrame:
    """One frame as it was meant; what a header leaves unclear is taken as far as it goes."""

    opcode: int
    final: bool
    payload: bytes

    def __str__(self) -> str:
        name = OPCODES.get(self.opcode, f"opcode {self.opcode}")
        return f"{name}{'' if self.final else ' (to be continued)'}"


def frames_in(wire: bytes) -> Iterator[ClientFrame]:
    """The frames in some bytes (RFC 6455, section 5.2), unmasked."""
    while len(wire) >= 2:
        size, start = wire[1] & 0x7F, 2
        if size >= 126:
            width = 2 if size == 126 else 8
            size, start = int.from_bytes(wire[2 : 2 + width], "big"), 2 + width
        mask = wire[start : start + 4] if wire[1] & 0x80 else b""
        start += len(mask)
        payload = wire[start : start + size]
        if mask:
            payload = bytes(byte ^ mask[place % len(mask)] for place, byte in enumerate(payload))
        yield ClientFrame(wire[0] & 0x0F, bool(wire[0] & 0x80), payload)
        wire = wire[start + size :]
