"""Servers that are no chat servers: each keeps no promise of the contract, in a way of its own.

Each is a context manager that yields its URL.  They work on raw bytes, in a thread of this process, because most of
them do what no HTTP library would let them do.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
import ssl
import threading
from asyncio import StreamReader, StreamWriter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from websockets.datastructures import Headers
from websockets.frames import Frame, Opcode
from websockets.http11 import Request as Opening
from websockets.server import ServerProtocol

Conversation = Callable[[StreamReader, StreamWriter], Awaitable[None]]
"""What a server does with one connection; the connection ends when it returns."""

DRIP_S = 1.0


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request, as far as anybody here looks at it."""

    method: str
    target: str
    headers: Headers
    body: bytes

    @property
    def upgrades(self) -> bool:
        """Whether it asks for a WebSocket."""
        return self.headers.get("Upgrade", "").lower() == "websocket"


@contextmanager
def listening(converse: Conversation, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """A server that has this conversation on every connection; yields its URL."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="null-server", daemon=True)
    thread.start()

    async def accepted(reader: StreamReader, writer: StreamWriter) -> None:
        # Cancelled at the end of the server, and left by clients in the middle of anything.
        with contextlib.suppress(OSError, EOFError, asyncio.CancelledError):
            await converse(reader, writer)
        writer.close()

    try:
        started = asyncio.start_server(accepted, "127.0.0.1", 0, ssl=tls)
        server = asyncio.run_coroutine_threadsafe(started, loop).result()
        try:
            yield f"http{'s' if tls else ''}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        finally:
            asyncio.run_coroutine_threadsafe(_end(server), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end(server: asyncio.Server) -> None:
    server.close()
    conversations = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in conversations:
        task.cancel()
    await asyncio.gather(*conversations, return_exceptions=True)


@contextmanager
def closed_port() -> Iterator[str]:
    """Nothing listens.  The port stays reserved meanwhile, so that nobody else can begin to."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{reserved.getsockname()[1]}"


def garbage() -> AbstractContextManager[str]:
    """Every connection is greeted with the same 512 bytes of noise and closed."""
    noise = random.Random(1).randbytes(512)

    async def converse(reader: StreamReader, writer: StreamWriter) -> None:
        await reader.read(1)
        writer.write(noise)
        await writer.drain()

    return listening(converse)


def hung() -> AbstractContextManager[str]:
    """Every connection is accepted; nothing is ever said."""

    async def converse(reader: StreamReader, writer: StreamWriter) -> None:
        while await reader.read(65_536):
            pass

    return listening(converse)


def dripping() -> AbstractContextManager[str]:
    """A plausible HTTP answer, one byte a second."""
    whole = answer("200 OK", b"{}")

    async def converse(reader: StreamReader, writer: StreamWriter) -> None:
        await read_request(reader)
        for byte in whole:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(DRIP_S)

    return listening(converse)


def answering(respond: Callable[[Request], bytes]) -> AbstractContextManager[str]:
    """Every request, an opening handshake too, is answered with what the function returns."""

    async def converse(reader: StreamReader, writer: StreamWriter) -> None:
        while True:
            writer.write(respond(await read_request(reader)))
            await writer.drain()

    return listening(converse)


def yes() -> AbstractContextManager[str]:
    """``200 {}`` to everything."""
    return answering(lambda _request: answer("200 OK", b"{}"))


def not_found() -> AbstractContextManager[str]:
    """404 to everything."""
    return answering(lambda _request: answer("404 Not Found", b'{"error": "not found"}'))


def redirecting() -> AbstractContextManager[str]:
    """Everything is somewhere else, and that is here."""
    return answering(
        lambda request: answer("307 Temporary Redirect", b"", {"Location": request.target, "X-Try": "again"})
    )


def echo() -> AbstractContextManager[str]:
    """``200 {}`` to every request; every handshake is accepted and every frame comes back."""

    async def converse(reader: StreamReader, writer: StreamWriter) -> None:
        while not (request := await read_request(reader)).upgrades:
            writer.write(answer("200 OK", b"{}"))
            await writer.drain()
        await echo_frames(request, reader, writer)

    return listening(converse)


def echo_json() -> AbstractContextManager[str]:
    """201 with the request's own body to every POST, ``200 {}`` to everything else."""

    def respond(request: Request) -> bytes:
        return answer("201 Created", request.body) if request.method == "POST" else answer("200 OK", b"{}")

    return answering(respond)


def answer(status: str, body: bytes, headers: dict[str, str] | None = None) -> bytes:
    """A whole HTTP answer with a JSON body."""
    fields = {"Content-Type": "application/json", "Content-Length": str(len(body)), **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


async def read_request(reader: StreamReader) -> Request:
    """The next request of a connection; raises EOFError when there is none.  No chunked bodies: the suite's
    requests have a length."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    start, *lines = head.removesuffix("\r\n\r\n").split("\r\n")
    method, target, _version = start.split(" ")
    headers = Headers([(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)])
    return Request(method, target, headers, await reader.readexactly(int(headers.get("Content-Length", "0"))))


async def echo_frames(request: Request, reader: StreamReader, writer: StreamWriter) -> None:
    """Accept a handshake, and send every frame back until the connection ends."""
    protocol = ServerProtocol(subprotocols=["chat.v1"])  # type: ignore[list-item]
    protocol.receive_data(Opening(request.target, request.headers).serialize())
    [opening] = protocol.events_received()
    assert isinstance(opening, Opening)
    protocol.send_response(protocol.accept(opening))
    await _flush(protocol, writer)
    while received := await reader.read(65_536):
        protocol.receive_data(received)
        for event in protocol.events_received():
            if isinstance(event, Frame) and event.opcode is Opcode.TEXT:
                protocol.send_text(bytes(event.data))
            elif isinstance(event, Frame) and event.opcode is Opcode.BINARY:
                protocol.send_binary(bytes(event.data))
        await _flush(protocol, writer)


async def _flush(protocol: ServerProtocol, writer: StreamWriter) -> None:
    for data in protocol.data_to_send():
        if data:
            writer.write(data)
        else:
            writer.write_eof()
    await writer.drain()
