"""uvicorn, with what the contract asks of it beyond its own: time limits, problem bodies, an orderly end."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from reference_server.asgi_websocket import OUTLET
from reference_server.config import Settings
from reference_server.core import errors, wire

LINGER = 1.0  # seconds for a peer to answer our close
LONG_LINGER = 5.0  # the same, for a slow one: it finds the code if it goes on reading
SHORT_LINGER = 0.3  # the same, for a peer who is silent anyway, or while the server goes
HEAD_BYTES = 65_536  # a request head larger than this is refused
DISCARDED_BYTES = 4_194_304  # of a body that was refused, before the connection is closed
KEEP_ALIVE = 75  # seconds; longer than clients keep idle connections, so that they close first
GRACE = 3  # seconds for requests in flight when the server goes


def nothing() -> None:
    """Do nothing."""


def bad_request(detail: str) -> bytes:
    """Return a whole response for bytes that are no request."""
    code = errors.CODES["INVALID_REQUEST"]
    body = wire.encode(wire.problem(400, code.title, detail, "INVALID_REQUEST", None)).encode()
    head = (
        "HTTP/1.1 400 Bad Request\r\nContent-Type: application/problem+json\r\n"
        f"X-Content-Type-Options: nosniff\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


class ChatHttpProtocol(HttpToolsProtocol):
    """HTTP that does not wait for ever for a request head."""

    head_seconds = 10.0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.head_timer: asyncio.TimerHandle | None = None
        self.head_bytes = 0
        self.discarded = 0
        self.upgraded = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock with the connection."""
        super().connection_made(transport)
        self.start_clock()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock with the connection."""
        self.stop_clock()
        super().connection_lost(exc)

    def start_clock(self) -> None:
        """A connection that has not completed a request head by then is closed."""
        if self.head_timer is None and not self.upgraded:
            self.head_bytes = 0
            self.head_timer = self.loop.call_later(self.head_seconds, self.out_of_time)

    def stop_clock(self) -> None:
        """The head is complete."""
        if self.head_timer is not None:
            self.head_timer.cancel()
            self.head_timer = None

    def out_of_time(self) -> None:
        """Close, unless an earlier request is still being answered."""
        self.head_timer = None
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()
        else:
            self.start_clock()

    def on_message_begin(self) -> None:
        """The next head begins."""
        super().on_message_begin()
        self.start_clock()

    def data_received(self, data: bytes) -> None:
        """Parse; bytes between two requests start the clock again."""
        if self.head_timer is not None:
            self.head_bytes += len(data)
            if self.head_bytes > HEAD_BYTES and len(data) < self.head_bytes:
                self.send_400_response("The request head is too large")
                return
        super().data_received(data)
        idle = self.cycle is None or self.cycle.response_complete
        if idle and self.head_timer is None and self.timeout_keep_alive_task is None:
            self.start_clock()

    def on_headers_complete(self) -> None:
        """The head is complete: the clock stops."""
        self.stop_clock()
        self.discarded = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A body that nobody wants any more is discarded up to a point, so that its sender reads the refusal."""
        if self.cycle is not None and self.cycle.response_complete:
            self.discarded += len(body)
            if self.discarded > DISCARDED_BYTES:
                self.transport.close()
        self.head_bytes = 0  # what is left of a refused body is no part of the next head
        super().on_body(body)

    def handle_websocket_upgrade(self) -> None:
        """Hand the connection over: from now on it is not ours to close."""
        self.stop_clock()
        self.upgraded = True
        super().handle_websocket_upgrade()

    def _should_upgrade(self) -> bool:
        """Only a proper handshake becomes a WebSocket; the others are answered as HTTP, with a problem body."""
        wanted = super()._should_upgrade() and self.url.isascii()
        return wanted and proper_handshake(self.scope["method"], self.headers)

    def _unsupported_upgrade_warning(self) -> None:
        """An improper handshake has been answered; it is no news."""

    def send_400_response(self, msg: str) -> None:
        """Answer bytes that are no HTTP with the contract's refusal."""
        self.stop_clock()
        self.transport.write(bad_request(msg))
        self.transport.close()


def proper_handshake(method: str, headers: list[tuple[bytes, bytes]]) -> bool:
    """GET, version 13, one key of 16 bytes, no body: what RFC 6455 asks of an opening handshake."""
    keys = [value.strip() for name, value in headers if name == b"sec-websocket-key"]
    versions = [value.strip() for name, value in headers if name == b"sec-websocket-version"]
    good_key = len(keys) == 1 and len(keys[0]) == 24 and keys[0].endswith(b"==")
    body = [value.strip() for name, value in headers if name in {b"content-length", b"transfer-encoding"}]
    return method == "GET" and versions == [b"13"] and good_key and body in ([], [b"0"])


class ChatWebSocketProtocol(WebSocketsSansIOProtocol):
    """WebSocket with a direct way out: frames made once are written as they are, and a close cannot hang."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on_room: Callable[[], None] = nothing

    def handle_connect(self, event: Any) -> None:
        """Put the way out into the scope, before the application starts."""
        super().handle_connect(event)
        if hasattr(self, "scope"):
            self.scope["extensions"][OUTLET] = self  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        """Parse; a head that only this second, stricter parser refuses is answered too."""
        self.conn.receive_data(data)
        if self.conn.parser_exc is None:
            self.handle_events()
        elif self.handshake_initiated:
            self.handle_parser_exception()
        else:
            self.transport.write(bad_request("The handshake cannot be read"))
            self.transport.close()

    def handle_parser_exception(self) -> None:
        """Close as the parser says, and do not wait for a peer who does not read that."""
        super().handle_parser_exception()
        self.stop_keepalive()
        if self.close_timer is None:
            self.close_timer = self.loop.call_later(LINGER, self.transport.abort)

    # The Outlet of broker.connection

    def write(self, frame: bytes) -> None:
        """Write the bytes of one frame."""
        if self.is_open():
            self.transport.write(frame)

    def is_open(self) -> bool:
        """Has the handshake been made, and nobody said goodbye?"""
        return self.handshake_complete and not (self.close_sent or self.disconnected or self.transport.is_closing())

    def full(self) -> bool:
        """Does the transport hold more than it likes?"""
        return not self.writable.is_set()

    def buffered(self) -> int:
        """Return how many bytes the transport holds."""
        return self.transport.get_write_buffer_size()

    def when_room(self, call: object) -> None:
        """Set what is called when there is room again."""
        assert callable(call)
        self.on_room = call

    def resume_writing(self) -> None:
        """There is room again."""
        super().resume_writing()
        self.on_room()

    def hang_up(self, code: int, reason: str) -> None:
        """Send a close frame and see to it that the connection ends, whatever the peer does."""
        if not self.is_open():
            return
        self.stop_keepalive()
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        self.conn.send_close(code, reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        linger = LONG_LINGER if code == errors.CLOSES["slow"] else LINGER
        self.close_timer = self.loop.call_later(linger, self.transport.abort)

    def keepalive_timeout(self) -> None:
        """No pong in time: 4408, and the application hears of it at once."""
        self.pong_timer = None
        self.pending_ping_payload = None
        self.hang_up(errors.CLOSES["silent"], "no heartbeat")
        self.hurry()

    def hurry(self) -> None:
        """Wait for the answer to our close only shortly."""
        if self.close_timer is not None:
            self.close_timer.cancel()
            self.close_timer = self.loop.call_later(SHORT_LINGER, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone; nobody waits for room any more."""
        self.on_room = nothing
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """The server goes: our own farewell has been said; a peer who does not answer is cut off soon."""
        self.hang_up(errors.CLOSES["going"], "the server is going")
        self.hurry()
        if not self.handshake_complete:
            super().shutdown()


class ChatServer(uvicorn.Server):
    """uvicorn's server, which says when it is ready and goes in order."""

    def __init__(
        self, config: uvicorn.Config, ready: Callable[[int], None], farewell: Callable[[], Awaitable[None]]
    ) -> None:
        super().__init__(config)
        self.ready = ready
        self.farewell = farewell

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        self.ready(self.servers[0].sockets[0].getsockname()[1])

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """No new connections; what was accepted is answered; sockets hear that we go; then the rest."""
        for server in self.servers:
            server.close()
        await self.farewell()
        await super().shutdown(sockets)
        self._captured_signals.clear()  # an orderly end is a success, not a death by signal


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 picks a free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=2048)


def uvicorn_config(app: Any, settings: Settings) -> uvicorn.Config:
    """Return uvicorn's settings for ours."""
    heartbeat = settings.limits.heartbeat

    class Http(ChatHttpProtocol):
        head_seconds = settings.limits.handshake_timeout_ms / 1000

    return uvicorn.Config(
        app,
        http=Http,
        ws=ChatWebSocketProtocol,
        ws_max_size=settings.limits.max_frame_bytes,  # a larger frame: 1009
        ws_ping_interval=heartbeat.interval_ms / 1000,
        ws_ping_timeout=heartbeat.timeout_ms / 1000,
        # What we send is made once for everybody, and so never compressed: that is permitted.
        ws_per_message_deflate=settings.deflate,
        interface="asgi3",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
    )
