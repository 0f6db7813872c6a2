"""RFC 6455 frames made and read by hand: also those that no library would make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
MASK = b"\x37\xfa\x21\x3d"


def client_frame(
    opcode: int, payload: bytes = b"", *, final: bool = True, reserved: int = 0, masked: bool = True
) -> bytes:
    """The bytes of one frame as a client sends it; ``reserved`` holds the three reserved bits (4, 2, 1)."""
    first = (0x80 if final else 0) | reserved << 4 | opcode
    mask_bit = 0x80 if masked else 0
    size = len(payload)
    if size < 126:
        head = bytes((first, mask_bit | size))
    elif size < 65_536:
        head = bytes((first, mask_bit | 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((first, mask_bit | 127)) + size.to_bytes(8, "big")
    if not masked:
        return head + payload
    return head + MASK + bytes(byte ^ MASK[place % 4] for place, byte in enumerate(payload))


@dataclass(frozen=True, slots=True)
class ServerFrame:
    """One frame as a server sent it."""

    opcode: int
    final: bool
    payload: bytes


def taken_from(buffer: bytearray) -> Iterator[ServerFrame]:
    """Take the whole frames off the front of a buffer; a frame that is not whole yet stays."""
    while len(buffer) >= 2:
        size, start = buffer[1] & 0x7F, 2
        if size == 126:
            size, start = int.from_bytes(buffer[2:4], "big"), 4
        elif size == 127:
            size, start = int.from_bytes(buffer[2:10], "big"), 10
        if len(buffer) < start or len(buffer) < start + size:
            return
        frame = ServerFrame(buffer[0] & 0x0F, bool(buffer[0] & 0x80), bytes(buffer[start : start + size]))
        del buffer[: start + size]
        yield frame
