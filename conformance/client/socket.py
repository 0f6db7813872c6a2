"""One WebSocket connection, recorded: everything sent, everything received, how it began and how it ended."""

from __future__ import annotations

import asyncio
import contextlib
import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus
from websockets.extensions import ClientExtensionFactory
from websockets.frames import Frame, Opcode
from websockets.protocol import Event as WireEvent
from websockets.typing import Subprotocol

from conformance.client import held
from conformance.client.endpoint import CHECK_HEADER, USER_AGENT, Endpoint
from conformance.client.throttle import Throttle
from conformance.recorder.events import Event
from conformance.recorder.stream import Recorder, current_check
from conformance.recorder.words import bounded

SUBPROTOCOL = "chat.v1"
_MAX_FRAME = 16 * 1024 * 1024


class Connection(ClientConnection):
    """A client's connection that also tells of pings and pongs, and can stop answering pings."""

    on_control: Callable[[Opcode, bytes], None] | None = None

    def process_event(self, event: WireEvent) -> None:
        """Tell of a control frame, then go on as ever."""
        if isinstance(event, Frame) and event.opcode in (Opcode.PING, Opcode.PONG) and self.on_control is not None:
            self.on_control(event.opcode, bytes(event.data))
        super().process_event(event)

    def fall_silent(self) -> None:
        """Answer no ping from now on; what comes is still read."""
        answer = self.protocol.send_frame

        def all_but_pongs(frame: Frame) -> None:
            if frame.opcode is not Opcode.PONG:
                answer(frame)

        self.protocol.send_frame = all_but_pongs  # type: ignore[method-assign]


class _NoRedirects(connect):
    """Redirects are never followed: what a handshake is answered with is what is judged."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


class Refused(Exception):
    """The handshake did not end in 101; ``event`` is the recorded answer, or the record that none came."""

    def __init__(self, event: Event) -> None:
        self.event = event
        super().__init__(f"handshake refused: {event.data}")


class Socket:
    """An open connection.  ``events`` is everything that came on it, in order."""

    def __init__(self, name: str, who: str, connection: Connection, recorder: Recorder, throttle: Throttle) -> None:
        self.name = name
        self.who = who
        self.events: list[Event] = []
        self.opening: Event | None = None
        """The record of the moment when its handshake began."""
        self._connection = connection
        self._throttle = throttle
        self._recorder = recorder
        self._places: dict[str, list[int]] = defaultdict(list)
        """Where in ``events`` a message is named."""
        self._waiting: dict[str | None, set[asyncio.Future[None]]] = defaultdict(set)
        connection.on_control = self._append_control
        self._reader = asyncio.create_task(self._read())

    @property
    def ended(self) -> Event | None:
        """The record of how the connection ended; ``None`` while it is open."""
        last = self.events[-1] if self.events else None
        return last if last is not None and last.kind in ("close_received", "dropped") else None

    async def _read(self) -> None:
        try:
            async for message in self._connection:
                self._append("received", **_frame(message))
        except ConnectionClosed:
            pass
        close = self._connection.protocol.close_rcvd
        if close is not None:
            self._append("close_received", code=int(close.code), reason=close.reason)
        else:
            self._append("dropped", reason=self._why())

    def _why(self) -> str:
        """Why a connection ended without a close frame: the server's frames made no sense, or it just ended."""
        fault = self._connection.protocol.parser_exc
        if fault is None or isinstance(fault, EOFError):
            return "the connection ended without a close frame"
        return f"the server's frames broke the protocol: {fault}"

    def _append_control(self, opcode: Opcode, payload: bytes) -> None:
        self._append("ping_received" if opcode is Opcode.PING else "pong_received", payload=payload.hex())

    def _append(self, kind: str, **data: Any) -> None:
        event = self._recorder.record(kind, connection=self.name, who=self.who, **data)
        messages = _messages_of(event)
        for message_id in messages:
            self._places[message_id].append(len(self.events))
        self.events.append(event)
        for about in list(self._waiting) if self.ended else [None, *messages]:
            for waiting in self._waiting.pop(about, ()):
                if not waiting.done():
                    waiting.set_result(None)

    async def send(self, frame: Mapping[str, Any] | str | bytes, **noted: Any) -> Event:
        """Send a JSON object, or text or bytes as they are; a connection that has ended takes nothing, silently:
        what follows from its end is found by whoever waits on it."""
        await self._throttle.turn()
        event = self._recorder.record("sent", connection=self.name, who=self.who, **_frame(frame), **noted)
        wire = json.dumps(frame) if isinstance(frame, Mapping) else frame
        with contextlib.suppress(ConnectionClosed):
            await self._connection.send(wire)
        return event

    async def wait_for(
        self,
        wanted: Callable[[Event], bool],
        since: int,
        within_s: float,
        *,
        about: str | None = None,
        stop_at_end: bool = True,
    ) -> Event | None:
        """The first event from position ``since`` on that is wanted; ``None`` when time or connection ran out.

        Where what is wanted names a message, ``about`` is its id, and only frames that name it are looked at: hundreds
        may wait for an answer each, and each look at all that comes would keep this loop from reading.
        """
        position = since
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                while True:
                    places = range(len(self.events)) if about is None else self._places.get(about, ())
                    for place in places[bisect_left(places, position) :]:
                        if wanted(self.events[place]):
                            return self.events[place]
                    position = max(position, len(self.events))
                    if stop_at_end and self.ended is not None:
                        return None
                    changed = asyncio.get_running_loop().create_future()
                    self._waiting[about].add(changed)
                    await changed
        return None

    async def send_raw(self, wire: bytes) -> Event:
        """Write bytes to the connection as they are: frames that no library would send.  A connection that has ended
        takes nothing, silently, as in :meth:`send`."""
        await self._throttle.turn()
        event = self._recorder.record("sent", connection=self.name, who=self.who, wire=wire[:4096].hex())
        with contextlib.suppress(RuntimeError):  # asyncio's word for a transport whose end has been announced
            self._connection.transport.write(wire)
        return event

    async def close(self, code: int = 1000, reason: str = "") -> None:
        """Close from our side and wait until it is done."""
        self._recorder.record("close_sent", connection=self.name, who=self.who, code=code, reason=reason)
        await self._connection.close(code, reason)
        await self._reader

    async def drop(self) -> None:
        """Cut the connection without a word, as a lost network does."""
        self._recorder.record("fault", what="drop", connection=self.name, who=self.who)
        self._connection.transport.abort()
        await self._reader


async def open_socket(
    endpoint: Endpoint,
    recorder: Recorder,
    throttle: Throttle,
    name: str,
    who: str,
    path: str,
    headers: Mapping[str, str | None],
    *,
    within_s: float,
    subprotocols: Sequence[str] = (SUBPROTOCOL,),
    extensions: Sequence[ClientExtensionFactory] = (),
    answers_pings: bool = True,
) -> tuple[Socket, Event]:
    """Perform a handshake; returns the connection and the record of its 101, or raises :class:`Refused`.

    After ``within_s`` it is given up.  A header given as ``None`` is left out.  Without ``answers_pings`` the
    connection falls silent for good, as that of a phone that has lost its network does.
    """
    check = current_check.get() or "none"
    await throttle.turn()
    wanted = {CHECK_HEADER: check, **endpoint.headers, **headers}
    sent = {header: value for header, value in wanted.items() if value is not None}
    # What every handshake is like goes without saying.
    unusual: dict[str, Any] = {} if tuple(subprotocols) == (SUBPROTOCOL,) else {"subprotocols": list(subprotocols)}
    unusual |= {"extensions": len(extensions)} if extensions else {}
    unusual |= {} if answers_pings else {"answers_pings": False}
    unusual |= {} if endpoint.through is None else {"through_relay": True}
    opening = recorder.record("opening", connection=name, who=who, path=path, headers=sent, **unusual)
    # The address of the socket's URL, unless a relay stands before it.
    host, port = endpoint.through or (None, None)
    elsewhere: dict[str, Any] = {} if host is None else {"host": host, "port": port}
    try:
        connection = await _NoRedirects(
            endpoint.socket(path),
            ssl=endpoint.tls(endpoint.ws_url),
            additional_headers=sent,
            user_agent_header=f"{USER_AGENT} check={check}",
            subprotocols=[Subprotocol(name) for name in subprotocols] or None,
            extensions=extensions or None,
            compression=None,  # no extension but those
            open_timeout=within_s,
            close_timeout=2,
            ping_interval=None,  # the heartbeat is the server's, and judged as such
            max_size=_MAX_FRAME,
            max_queue=None,  # a slow check must not look like a slow reader
            proxy=None,
            create_connection=Connection,
            **elsewhere,
        )
    except InvalidStatus as error:
        response = error.response
        raise Refused(
            recorder.record(
                "handshake",
                connection=name,
                who=who,
                status=response.status_code,
                headers=_lower(response.headers.raw_items()),
                body=_body(response.body),
            )
        ) from None
    except (OSError, EOFError, InvalidHandshake, TimeoutError) as error:
        reason = bounded(f"{type(error).__name__}: {error}")
        raise Refused(recorder.record("no_answer", connection=name, who=who, reason=reason)) from error
    assert isinstance(connection, Connection)
    held.hold(connection.transport)
    assert connection.response is not None
    event = recorder.record(
        "handshake",
        connection=name,
        who=who,
        status=connection.response.status_code,
        headers=_lower(connection.response.headers.raw_items()),
        subprotocol=connection.subprotocol,
    )
    if not answers_pings:
        connection.fall_silent()
    opened = Socket(name, who, connection, recorder, throttle)
    opened.opening = opening
    return opened, event


def _frame(message: Mapping[str, Any] | str | bytes) -> dict[str, Any]:
    """What is recorded of a frame: its JSON object where it is one, else its text or its bytes."""
    if isinstance(message, Mapping):
        return {"frame": dict(message)}
    if isinstance(message, bytes):
        return {"bytes": message.hex()}
    try:
        value = json.loads(message)
    except (ValueError, RecursionError):
        return {"text": message}
    return {"frame": value} if isinstance(value, dict) else {"text": message}


def _messages_of(event: Event) -> set[str]:
    """The messages that a frame may be about: an error that need not name its message has its ``ref``."""
    return {name for key in ("message_id", "ref") if isinstance(name := event.frame.get(key), str)}


def _lower(items: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Headers under their names in lower case, as HTTP answers are recorded too."""
    return {name.lower(): value for name, value in items}


def _body(raw: bytes | bytearray | None) -> Any:
    if not raw:
        return None
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return bytes(raw).decode("utf-8", "backslashreplace")
