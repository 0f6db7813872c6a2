"""The suite's own loop closes what it opened, and tells when the machine kept it, or the server that it launched,
waiting for a processor."""

from __future__ import annotations

import itertools
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from websockets.sync.server import serve

from conformance.client.endpoint import endpoint
from conformance.client.loop import STALL_MS, Loop
from conformance.client.raw import open_raw
from conformance.client.socket import open_socket
from conformance.client.throttle import Throttle
from conformance.recorder.events import Event
from conformance.recorder.stream import Recorder
from conformance.target.process import Instance
from conformance.target.profile import Flavour, Launch

BEATS = 30
WITHIN_S = 30.0


def stalls_of(counter: Callable[[], float | None], folder: Path) -> list[Event]:
    """What is recorded while the counter is asked ``BEATS`` times."""
    asked = itertools.count()
    last = 0

    def counted() -> float | None:
        nonlocal last
        last = next(asked)
        return counter()

    recorder = Recorder(folder / "stream.ndjson", "stream")
    loop = Loop(recorder, counted)
    deadline = time.monotonic() + WITHIN_S
    while last < BEATS and time.monotonic() < deadline:
        time.sleep(0.05)
    loop.close()
    found = [event for event in recorder.events() if event.kind == "stall" and event.data["of"] == "server"]
    recorder.close()
    assert last >= BEATS
    return found


def test_a_server_that_waits_for_a_processor_is_told(tmp_path: Path) -> None:
    waited = itertools.count(step=0.03)
    found = stalls_of(lambda: next(waited), tmp_path)
    assert found
    assert all(event.data["late_ms"] > STALL_MS for event in found)


def test_a_server_that_waits_little_is_not_told(tmp_path: Path) -> None:
    waited = itertools.count(step=0.005)
    assert stalls_of(lambda: next(waited), tmp_path) == []


def test_a_server_that_was_started_anew_begins_to_count_anew(tmp_path: Path) -> None:
    waited = itertools.cycle([90.0, 0.0])
    assert stalls_of(lambda: next(waited), tmp_path) == []


def test_nothing_is_told_where_nothing_is_known(tmp_path: Path) -> None:
    assert stalls_of(lambda: None, tmp_path) == []


def test_the_wait_of_a_process_is_read_while_it_lives(tmp_path: Path) -> None:
    sleeper = "import http.server as h, sys; h.HTTPServer(('127.0.0.1', int(sys.argv[1])), h.SimpleHTTPRequestHandler)"
    launch = Launch(command=[sys.executable, "-c", f"{sleeper}.serve_forever()", "{port}"], ready="/")
    instance = Instance(launch, Flavour(), tmp_path, {}, lambda group: None)
    assert instance.waited_s() is None
    instance.start()
    waited = instance.waited_s()
    instance.stop()
    if sys.platform == "linux":
        assert waited is not None
        assert 0 <= waited < WITHIN_S
    assert instance.waited_s() is None


def test_what_is_still_open_is_closed_with_the_loop(tmp_path: Path) -> None:
    """Somebody watches to the end, and a raw connection may be forgotten: neither is left to the interpreter."""
    recorder = Recorder(tmp_path / "stream.ndjson", "stream")
    loop, throttle = Loop(recorder), Throttle(None)
    with serve(lambda peer: peer.recv(), "127.0.0.1", 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.socket.getsockname()[1]}"
        there = endpoint(url)
        watching, _ = loop.run(
            open_socket(there, recorder, throttle, "a", "alice", "/", {}, within_s=5, subprotocols=())
        )
        raw = loop.run(open_raw(there, url, recorder, throttle, "b", "bob"))
        own = [one.get_extra_info("socket") for one in (watching._connection.transport, raw._writer.transport)]
        assert all(one.fileno() >= 0 for one in own)
        loop.close()
    assert [one.fileno() for one in own] == [-1, -1]
    assert watching.ended is None  # that the suite itself let go is no event
    recorder.close()
