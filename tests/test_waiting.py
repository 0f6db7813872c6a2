"""Waiting on a connection: for one of many answers at once, and when a connection has ended meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from conformance.client.loop import STALL_MS, Loop
from conformance.client.socket import Connection, Socket
from conformance.client.throttle import Throttle
from conformance.recorder import matchers as m
from conformance.recorder.events import Event
from conformance.recorder.stream import Recorder
from conformance.stage.outcome import Inconclusive
from conformance.stage.people import Person, Room, Tab
from conformance.stage.stage import Stage

WITHIN_S = 20.0
MANY = 200


class ScriptedConnection:
    """A connection on which a server says what it is told to, and then closes."""

    def __init__(self, *frames: str) -> None:
        self.frames = frames
        self.may_speak = asyncio.Event()
        self.protocol = SimpleNamespace(close_rcvd=SimpleNamespace(code=4408, reason="no heartbeat"))

    async def __aiter__(self) -> AsyncIterator[str]:
        await self.may_speak.wait()
        for frame in self.frames:
            yield frame

    async def send(self, wire: str) -> None:
        """Nobody reads it."""


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[Recorder]:
    recorder = Recorder(tmp_path / "s.ndjson", "s")
    yield recorder
    recorder.close()


async def opened(recorder: Recorder, frames: Sequence[str]) -> tuple[Socket, ScriptedConnection]:
    """A socket on which so much comes, once its server may speak."""
    script = ScriptedConnection(*frames)
    return Socket("alice/1", "alice", cast(Connection, script), recorder, Throttle(None)), script


def ack(name: str) -> str:
    return f'{{"type": "message_ack", "message_id": "{name}"}}'


def test_each_of_many_who_wait_looks_only_at_what_names_their_message(recorder: Recorder) -> None:
    names = [f"msg-{number}" for number in range(MANY)]
    looked_at: list[Event] = []

    def wanted(event: Event) -> bool:
        looked_at.append(event)
        return event.frame["type"] == "message_ack"

    async def all_of_them() -> list[Event | None]:
        echoes = [f'{{"type": "message", "message_id": "{name}"}}' for name in names]
        socket, script = await opened(recorder, [*echoes, *map(ack, names)])
        waiting = [asyncio.create_task(socket.wait_for(wanted, 0, WITHIN_S, about=name)) for name in names]
        script.may_speak.set()
        return await asyncio.gather(*waiting)

    found = asyncio.run(all_of_them())
    assert [event and event.frame["message_id"] for event in found] == names
    assert len(looked_at) <= 2 * MANY


def test_an_error_is_about_the_message_that_its_ref_names(recorder: Recorder) -> None:
    async def refused() -> Event | None:
        socket, script = await opened(recorder, ['{"type": "error", "ref": "msg-1"}'])
        script.may_speak.set()
        return await socket.wait_for(lambda event: True, 0, WITHIN_S, about="msg-1")

    found = asyncio.run(refused())
    assert found is not None
    assert found.frame["type"] == "error"


def test_what_came_before_the_position_is_not_looked_at_again(recorder: Recorder) -> None:
    async def again() -> tuple[Event | None, Event]:
        socket, script = await opened(recorder, [ack("msg-1"), '{"type": "pong"}', ack("msg-1")])
        script.may_speak.set()
        return await socket.wait_for(lambda event: True, 1, WITHIN_S, about="msg-1"), socket.events[2]

    found, third = asyncio.run(again())
    assert found is third


def test_the_end_of_the_connection_ends_every_wait(recorder: Recorder) -> None:
    async def in_vain() -> list[Event | None]:
        socket, script = await opened(recorder, [ack("msg-1")])
        waits = [
            socket.wait_for(lambda event: False, 0, 10 * WITHIN_S, about=name) for name in ("msg-1", "msg-2", None)
        ]
        waiting = [asyncio.create_task(wait) for wait in waits]
        await asyncio.sleep(0)
        script.may_speak.set()
        return await asyncio.wait_for(asyncio.gather(*waiting), WITHIN_S)

    assert asyncio.run(in_vain()) == [None, None, None]


# -- a connection that ended before anybody waited on it --------------------------------------------------------------


@pytest.fixture
def loop(recorder: Recorder) -> Iterator[Loop]:
    loop = Loop(recorder)
    yield loop
    loop.close()


class Waiting(SimpleNamespace):
    """As much of a stage as a wait needs; what it makes of stalls is the stage's own."""

    stalled_s = Stage.stalled_s
    refuse_stalled = Stage.refuse_stalled
    _stalls = Stage._stalls

    def __init__(self, recorder: Recorder, loop: Loop) -> None:
        super().__init__(recorder=recorder, loop=loop, settle_s=0.2, fresh=str, cast=[])


def waits_in_vain(recorder: Recorder, loop: Loop, *, before: str = "", while_open: str = "") -> Event | None:
    """Wait for an ack on a connection that its server has closed; who stood still before it was opened, and who while
    it was open."""
    _stands_still(recorder, before)
    handshake = recorder.record("handshake", status=101)
    _stands_still(recorder, while_open)
    person = Person(cast(Stage, Waiting(recorder, loop)), "alice", "alice", "")

    async def ended() -> Socket:
        socket, script = await opened(recorder, [])
        script.may_speak.set()
        await socket.wait_for(lambda event: False, 0, WITHIN_S)
        return socket

    tab = Tab(person, cast(Room, None), loop.run(ended()), handshake)
    wanted: dict[str, Any] = {"type": "message_ack", "message_id": "msg-1"}
    return tab.waits_for(m.frame_has, 0, 0.2, fields=wanted)


def _stands_still(recorder: Recorder, who: str) -> None:
    if who:
        recorder.record("stall", of=who, late_ms=STALL_MS + 1)


def test_while_the_suite_stood_still_it_answered_no_ping(recorder: Recorder, loop: Loop) -> None:
    with pytest.raises(Inconclusive):
        waits_in_vain(recorder, loop, while_open="suite")


def test_what_stood_still_before_the_connection_was_opened_cannot_have_ended_it(recorder: Recorder, loop: Loop) -> None:
    assert waits_in_vain(recorder, loop, before="suite") is None


def test_a_server_that_waited_for_a_processor_was_answered_all_the_same(recorder: Recorder, loop: Loop) -> None:
    assert waits_in_vain(recorder, loop, while_open="server") is None
