"""Bytes on a TCP connection: for requests that no HTTP library would send, and for peers that behave badly."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import ssl
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from conformance.client import frames, held, kernel
from conformance.client.endpoint import Endpoint, address_of
from conformance.client.http import NoAnswer
from conformance.client.throttle import Throttle
from conformance.recorder.events import Event
from conformance.recorder.stream import Recorder

_MOST = 1024 * 1024
_SMALL_SEGMENT = 536
"""What every TCP must take; a sender's kernel holds little for a peer who asks for segments of this size."""


class RawConnection:
    """A TCP connection to the server on which everything is recorded and nothing is understood."""

    def __init__(
        self,
        name: str,
        who: str,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        recorder: Recorder,
        throttle: Throttle,
    ) -> None:
        self.name = name
        self.who = who
        self._throttle = throttle
        self._reader = reader
        self._writer = writer
        self._recorder = recorder

    def held(self) -> int | None:
        """How many bytes the kernel holds that the server has sent here; ``None`` where that is not known."""
        port, peer = (self._writer.get_extra_info(end)[1] for end in ("sockname", "peername"))
        return kernel.held(port, peer)

    async def send(self, wire: bytes) -> Event:
        """Send bytes as they are."""
        await self._throttle.turn()
        event = self._record(wire)
        await self._write(wire)
        return event

    def _record(self, wire: bytes) -> Event:
        shown = wire[:4096].decode("latin-1")
        return self._recorder.record("request", connection=self.name, who=self.who, method="(raw)", path="", body=shown)

    async def _write(self, wire: bytes) -> None:
        with contextlib.suppress(ConnectionError):
            self._writer.write(wire)
            await self._writer.drain()

    async def read_until(self, end: bytes, within_s: float) -> bytes:
        """What came up to ``end``, or up to the end of connection or time."""
        seen = bytearray()
        with contextlib.suppress(TimeoutError, ConnectionError):
            async with asyncio.timeout(within_s):
                while end not in seen and len(seen) < _MOST:
                    more = await self._reader.read(65536)
                    if not more:
                        break
                    seen += more
        return bytes(seen)

    async def read_some(self) -> bytes:
        """Whatever comes next; empty at the end of the connection."""
        with contextlib.suppress(ConnectionError):
            return await self._reader.read(65536)
        return b""

    async def exchange(self, wire: bytes, within_s: float) -> Event:
        """Send a request and read its answer meanwhile: a server may answer before it has read everything, and close
        (RFC 9110, section 15.5.14); who reads only afterwards finds a connection that is reset.

        The head of the answer, recorded as ``answer``; raises :class:`NoAnswer` when none came.
        """
        await self._throttle.turn()
        async with asyncio.TaskGroup() as together:
            reading = together.create_task(self.read_until(b"\r\n\r\n", within_s))
            sending = together.create_task(self._send_within(wire, within_s))
        return self._answered(sending.result(), reading.result(), within_s)

    async def _send_within(self, wire: bytes, within_s: float) -> Event:
        event = self._record(wire)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                await self._write(wire)
        return event

    async def answer(self, request: Event, within_s: float) -> Event:
        """The head of an HTTP answer, recorded as ``answer``; raises :class:`NoAnswer` when none came."""
        return self._answered(request, await self.read_until(b"\r\n\r\n", within_s), within_s)

    def _answered(self, request: Event, came: bytes, within_s: float) -> Event:
        first, _, rest = came.partition(b"\r\n")
        words = first.split(b" ", 2)
        if len(words) < 2 or not words[0].startswith(b"HTTP/") or not words[1].isdigit():
            reason = f"no HTTP answer came within {within_s:g} s, but {came[:80]!r}"
            raise NoAnswer(self._recorder.record("no_answer", request=request.id, who=self.who, reason=reason))
        lines = rest.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        headers = {key.strip().lower(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
        return self._recorder.record(
            "answer", request=request.id, who=self.who, status=int(words[1]), headers=headers, body=None
        )

    async def closed_within(self, within_s: float) -> Event | None:
        """The record of the server's closing this connection; ``None`` when it is still open by then."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                with contextlib.suppress(ConnectionError):
                    while await self._reader.read(65536):
                        pass
                return self._recorder.record(
                    "dropped", connection=self.name, who=self.who, reason="closed by the server"
                )
        return None

    async def close(self) -> None:
        """Close it from our side."""
        self._writer.close()
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            await self._writer.wait_closed()


class RawSocket:
    """A WebSocket that does nothing of its own accord: it reads when told to, and answers neither ping nor close."""

    def __init__(self, raw: RawConnection, recorder: Recorder) -> None:
        self.name = raw.name
        self.events: list[Event] = []
        self._raw = raw
        self._recorder = recorder
        self._buffer = bytearray()
        self._message = bytearray()

    async def opens(self, opening: bytes, within_s: float) -> Event:
        """Perform the handshake that begins with these bytes; returns the record of its answer."""
        request = await self._raw.send(opening)
        # One byte at a time would be exact; a head and the frames behind it may come in one piece.
        came = await self._raw.read_until(b"\r\n\r\n", within_s)
        first, _, rest = came.partition(b"\r\n\r\n")
        words = first.split(b" ", 2)
        if len(words) < 2 or not words[0].startswith(b"HTTP/") or not words[1].isdigit():
            reason = f"no HTTP answer came within {within_s:g} s, but {came[:80]!r}"
            raise NoAnswer(self._recorder.record("no_answer", request=request.id, who=self._raw.who, reason=reason))
        self._buffer += rest
        status = int(words[1])
        return self._recorder.record("handshake", connection=self.name, who=self._raw.who, status=status, headers={})

    def held(self) -> int | None:
        """How many bytes the kernel holds that the server has sent here; ``None`` where that is not known."""
        return self._raw.held()

    async def send(self, wire: bytes) -> Event:
        """Send bytes as they are."""
        return await self._raw.send(wire)

    async def read(self, wanted: Callable[[Event], bool], within_s: float) -> Event | None:
        """Read until an event is wanted; ``None`` when time or connection ran out first."""
        position = len(self.events)
        self._take()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                while True:
                    for event in self.events[position:]:
                        if wanted(event):
                            return event
                    position = len(self.events)
                    if self.events and self.events[-1].kind == "dropped":
                        return None
                    more = await self._raw.read_some()
                    if more:
                        self._buffer += more
                        self._take()
                    else:
                        self._append("dropped", reason="the TCP connection ended")
        return None

    async def take(self, within_s: float) -> int | None:
        """Take what lies ready, or wait for it; so many bytes came, 0 at the end, ``None`` when nothing came."""
        try:
            async with asyncio.timeout(within_s):
                more = await self._raw.read_some()
        except TimeoutError:
            return None
        if more:
            self._buffer += more
            self._take()
        elif not self.events or self.events[-1].kind != "dropped":
            self._append("dropped", reason="the TCP connection ended")
        return len(more)

    def _take(self) -> None:
        for frame in frames.taken_from(self._buffer):
            if frame.opcode in (frames.TEXT, frames.BINARY, frames.CONTINUATION):
                self._message += frame.payload
                if frame.final:
                    self._append("received", size=len(self._message), **_message(bytes(self._message)))
                    self._message.clear()
            elif frame.opcode == frames.CLOSE:
                code = int.from_bytes(frame.payload[:2], "big") if len(frame.payload) >= 2 else 1005
                reason = frame.payload[2:].decode("utf-8", "replace")
                # The payload tells a frame without a code from one that carries the 1005 of the line above.
                self._append("close_received", code=code, reason=reason, payload=frame.payload[:2].hex())
            else:
                kind = "ping_received" if frame.opcode == frames.PING else "pong_received"
                self._append(kind, payload=frame.payload.hex())

    def _append(self, kind: str, **data: Any) -> None:
        self.events.append(self._recorder.record(kind, connection=self.name, who=self._raw.who, **data))

    async def close(self) -> None:
        """Let go of it."""
        await self._raw.close()


def _message(payload: bytes) -> dict[str, Any]:
    try:
        value = json.loads(payload)
    except (ValueError, RecursionError):
        return {"bytes": payload.hex()}
    return {"frame": value} if isinstance(value, dict) else {"text": payload.decode("utf-8", "replace")}


async def open_raw(
    endpoint: Endpoint,
    url: str,
    recorder: Recorder,
    throttle: Throttle,
    name: str,
    who: str,
    *,
    receive_buffer: int | None = None,
) -> RawConnection:
    """A TCP (or TLS) connection to one of the server's base URLs.

    With a small ``receive_buffer`` little fits between the server and a reader who has stopped: not into this side's
    window, not into the other side's kernel, which follows the size of the segments, and not into our own reader.
    """
    await throttle.turn()
    host, port = address_of(url)
    plain = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    if receive_buffer is not None:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, _SMALL_SEGMENT)
    plain.setblocking(False)
    await asyncio.get_running_loop().sock_connect(plain, (host, port))
    tls = endpoint.tls(url)
    reader, writer = await asyncio.open_connection(
        sock=plain,
        ssl=tls,
        server_hostname=host if tls else None,
        limit=65536 if receive_buffer is None else 1,  # asyncio reads ahead, up to twice this
    )
    held.hold(writer.transport)
    recorder.record("opening", connection=name, who=who, path="(raw)", headers={})
    return RawConnection(name, who, reader, writer, recorder, throttle)


def head(url: str, method: str, path: str, headers: Mapping[str, str]) -> bytes:
    """The head of a request to a path below a base URL, as it travels."""
    base = urlsplit(url)
    fields = {"Host": base.netloc.rpartition("@")[2], **headers}
    lines = [
        f"{method} {base.path.rstrip('/')}{path} HTTP/1.1",
        *(f"{name}: {value}" for name, value in fields.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
