"""Handshakes and frames made by hand: what a WebSocket library would not send, or would not show of the answer."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from conformance.client.frames import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, client_frame
from conformance.client.http import Answer
from conformance.client.raw import RawSocket, head, open_raw
from conformance.recorder import matchers as m
from conformance.recorder.evaluation import Matcher, named_matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers import websocket
from conformance.stage.people import Person, Room, Tab, fresh_id
from conformance.stage.stage import Stage
from conformance.stage.workload import together

__all__ = [
    "BINARY", "CLOSE", "CONTINUATION", "FIX", "PING", "PONG", "TEXT", "Wire", "allowed_origins", "client_frame",
    "must_end", "opens_at_once", "resembling", "until_within", "upgrades",
]  # fmt: skip


FIX = [1002, 1003, 1007, 1009]
"""Close codes of the class that tells a client to mend itself."""


def upgrades(person: Person, room: Room, query: str = "", **headers: str | None) -> Answer:
    """A whole opening handshake as an HTTP request; ``headers`` replaces single ones, ``None`` leaves one out.

    Names are written with underscores.  After a 101 the connection is dropped.
    """
    key = base64.b64encode(person.stage.random.randbytes(16)).decode()
    bearer = f"Bearer {person.token}" if person.token else None
    whole: dict[str, str | None] = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": key,
        "Authorization": bearer,
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    anonymous = Person(person.stage, person.name, person.id, "")
    path = f"/chat/ws/{quote(room.id, safe='')}{query}"
    return anonymous.request("GET", path, headers={name: text for name, text in whole.items() if text is not None})


def allowed_origins(stage: Stage) -> list[str]:
    """The origins that the server declares to allow."""
    document: Any = stage.stranger().request("GET", "/chat/capabilities").body
    found = document.get("allowed_origins") if isinstance(document, Mapping) else None
    return [origin for origin in found if isinstance(origin, str)] if isinstance(found, list) else []


def resembling(origin: str) -> dict[str, str]:
    """Origins that are not this one, by how a careless comparison would take them for it."""
    scheme, _, host = origin.partition("://")
    bare = host.partition(":")[0]
    other = "http" if scheme == "https" else "https"
    return {
        "prefix": f"{origin}.evil.invalid",
        "suffix": f"{scheme}://evil-{host}",
        "port": f"{scheme}://{bare}:65123",
        "scheme": f"{other}://{host}",
    }


def must_end(tab: Tab, clause: str, codes: list[int]) -> None:
    """Judge that the server ends this connection, with one of these codes or without a close frame."""
    stage = tab.person.stage
    begun = time.monotonic_ns()
    # A client waits for the server to end the TCP connection first; that is part of the same settling.
    stage.loop.run(tab.socket.wait_for(lambda event: event.kind in websocket.ENDS, 0, stage.settle_s))
    if tab.socket.ended is None:
        tab.barrier()
        stage.refuse_stalled(begun)
    stage.judge(clause, websocket.connection_ended, tab.events, codes=codes, within_ms=stage.settle_s * 1000)


def until_within(tab: Tab, clause: str, match: Matcher, within_s: float, *, awaited: str, since: int = 0,
                 **arguments: Any) -> Event:  # fmt: skip
    """Wait for an event for which the contract sets a bound of its own."""
    stage = tab.person.stage
    found = tab.waits_for(match, since, within_s, **arguments)
    if found is None:
        stage.judge(
            clause,
            m.nothing_came,
            tab.events[since:],
            awaited=awaited,
            within_ms=within_s * 1000,
            wanted=named_matcher(match, arguments),
        )
        raise AssertionError("nothing_came is always a mismatch")
    stage.judge(clause, match, found, **arguments)
    return found


def opens_at_once(person: Person, room: Room, count: int, clause: str) -> list[Tab]:
    """Perform several handshakes in the same moment; each that is refused, or not greeted, breaks the clause."""
    stage = person.stage
    tabs: list[Tab] = []
    for found in together(stage, *(person.knocking(room, seat=f"at-once-{fresh_id()}") for _ in range(count))):
        if isinstance(found, Tab):
            tabs.append(found)
        else:
            stage.judge(clause, m.status_is, found, expected=[101])
    for tab in tabs:
        tab.until(clause, m.is_first_frame, awaited="first frame")
    return tabs


class Wire:
    """A socket of a person whose client does nothing of its own accord."""

    def __init__(self, person: Person, room: Room, *, receive_buffer: int | None = None, seat: str = "by-hand") -> None:
        stage = person.stage
        self.person = person
        self.stage = stage
        key = base64.b64encode(stage.random.randbytes(16)).decode()
        headers = {
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": key,
            "Authorization": f"Bearer {person.token}",
            **stage.endpoint.headers,
        }
        name = f"{person.id}/{seat}"
        url = stage.endpoint.ws_url
        raw = stage.loop.run(
            open_raw(
                stage.endpoint, url, stage.recorder, stage.throttle, name, person.name, receive_buffer=receive_buffer
            )
        )
        self.socket = RawSocket(raw, stage.recorder)
        opening = head(url, "GET", f"/chat/ws/{quote(room.id, safe='')}", headers)
        handshake = stage.loop.run(self.socket.opens(opening, stage.settle_s))
        stage.judge("WS-UPGRADE-01", m.status_is, handshake, expected=[101])
        first = self.reads(lambda event: event.kind == "received", stage.settle_s)
        stage.judge("WS-CONNECTED-01", websocket.greets, first or handshake)

    @property
    def events(self) -> list[Event]:
        """Everything that was read so far."""
        return list(self.socket.events)

    def sends(self, wire: bytes) -> Event:
        """Send bytes as they are."""
        return self.stage.loop.run(self.socket.send(wire))

    def reads(self, wanted: Callable[[Event], bool], within_s: float) -> Event | None:
        """Read until something is wanted, or time or connection run out."""
        return self.stage.loop.run(self.socket.read(wanted, within_s))

    def reads_to_the_end(self, within_s: float) -> list[Event]:
        """Read until the connection ends or the time is up."""
        self.reads(lambda event: event.kind == "dropped", within_s)
        return self.events

    def lets_go(self) -> None:
        """Close the TCP connection."""
        self.stage.loop.run(self.socket.close())
