"""What comes on a raw connection is read, whenever it comes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from conformance.client.http import NoAnswer
from conformance.client.raw import RawConnection
from conformance.client.throttle import Throttle
from conformance.recorder.events import Event
from conformance.recorder.stream import Recorder

LARGE = 20_000_000
"""Far more than the buffers of a connection hold."""
ANSWER = b"HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
HEAD = b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: %d\r\n\r\n"


async def exchanged(recorder: Recorder, answer: bytes) -> Event:
    """What is recorded where a server reads a head, answers this, and closes the connection."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        raw = RawConnection("raw", "alice", reader, writer, recorder, Throttle(None))
        try:
            return await raw.exchange(HEAD % LARGE + b"x" * LARGE, 30)
        finally:
            await raw.close()


def test_an_answer_that_comes_before_the_end_of_a_body_is_read(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "stream.ndjson", "stream")
    answer = asyncio.run(exchanged(recorder, ANSWER))
    recorder.close()
    assert (answer.kind, answer.data["status"]) == ("answer", 413)


def test_a_connection_that_is_closed_without_an_answer_is_none(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "stream.ndjson", "stream")
    with pytest.raises(NoAnswer, match="no HTTP answer came"):
        asyncio.run(exchanged(recorder, b""))
    recorder.close()
