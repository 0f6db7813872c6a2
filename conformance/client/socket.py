"""One WebSocket connection, recorded: everything sent, everything received, how it began and how it ended."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

from conformance.client.endpoint import CHECK_HEADER, USER_AGENT, Endpoint
from conformance.client.throttle import Throttle
from conformance.recorder.events import Event
from conformance.recorder.stream import Recorder, current_check

HANDSHAKE_WITHIN_S = 10.0
SUBPROTOCOL = "chat.v1"
_MAX_FRAME = 16 * 1024 * 1024


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

    def __init__(
        self, name: str, who: str, connection: ClientConnection, recorder: Recorder, throttle: Throttle
    ) -> None:
        self.name = name
        self.who = who
        self.events: list[Event] = []
        self._connection = connection
        self._throttle = throttle
        self._recorder = recorder
        self._changed = asyncio.Condition()
        self._reader = asyncio.create_task(self._read())

    @property
    def ended(self) -> Event | None:
        """The record of how the connection ended; ``None`` while it is open."""
        last = self.events[-1] if self.events else None
        return last if last is not None and last.kind in ("close_received", "dropped") else None

    async def _read(self) -> None:
        try:
            async for message in self._connection:
                await self._append("received", **_frame(message))
        except ConnectionClosed:
            pass
        close = self._connection.protocol.close_rcvd
        if close is not None:
            await self._append("close_received", code=int(close.code), reason=close.reason)
        else:
            await self._append("dropped", reason="the connection ended without a close frame")

    async def _append(self, kind: str, **data: Any) -> None:
        event = self._recorder.record(kind, connection=self.name, who=self.who, **data)
        async with self._changed:
            self.events.append(event)
            self._changed.notify_all()

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
        self, wanted: Callable[[Event], bool], since: int, within_s: float, *, stop_at_end: bool = True
    ) -> Event | None:
        """The first event from position ``since`` on that is wanted; ``None`` when time or connection ran out."""
        position = since
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_s), self._changed:
                while True:
                    while position < len(self.events):
                        if wanted(self.events[position]):
                            return self.events[position]
                        position += 1
                    if stop_at_end and self.ended is not None:
                        return None
                    await self._changed.wait()
        return None

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
    headers: Mapping[str, str],
    *,
    compression: str | None = None,
) -> tuple[Socket, Event]:
    """Perform a handshake; returns the connection and the record of its 101, or raises :class:`Refused`."""
    check = current_check.get() or "none"
    await throttle.turn()
    sent = {CHECK_HEADER: check, **endpoint.headers, **headers}
    recorder.record("opening", connection=name, who=who, path=path, headers=sent)
    try:
        connection = await _NoRedirects(
            endpoint.socket(path),
            ssl=endpoint.tls(),
            additional_headers=sent,
            user_agent_header=f"{USER_AGENT} check={check}",
            subprotocols=[SUBPROTOCOL],  # type: ignore[list-item]
            compression=compression,
            open_timeout=HANDSHAKE_WITHIN_S,
            close_timeout=2,
            ping_interval=None,  # the heartbeat is the server's, and judged as such
            max_size=_MAX_FRAME,
            max_queue=None,  # a slow check must not look like a slow reader
            proxy=None,
        )
    except InvalidStatus as error:
        response = error.response
        raise Refused(
            recorder.record(
                "handshake",
                connection=name,
                who=who,
                status=response.status_code,
                headers=dict(response.headers.raw_items()),
                body=_body(response.body),
            )
        ) from None
    except (OSError, EOFError, InvalidHandshake, TimeoutError) as error:
        reason = f"{type(error).__name__}: {error}"
        raise Refused(recorder.record("no_answer", connection=name, who=who, reason=reason)) from None
    assert connection.response is not None
    event = recorder.record(
        "handshake",
        connection=name,
        who=who,
        status=connection.response.status_code,
        headers=dict(connection.response.headers.raw_items()),
        subprotocol=connection.subprotocol,
    )
    return Socket(name, who, connection, recorder, throttle), event


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


def _body(raw: bytes | bytearray | None) -> Any:
    if not raw:
        return None
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return bytes(raw).decode("utf-8", "backslashreplace")
