"""The server that is judged is the one that was launched, whoever else listens or is about to."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
import pytest

from conformance.target import ports, process
from conformance.target.process import Instance, LaunchError
from conformance.target.profile import Flavour, Launch

SERVER = "import http.server as h, sys; h.HTTPServer(('127.0.0.1', int(sys.argv[1])), h.SimpleHTTPRequestHandler)"


class Other(BaseHTTPRequestHandler):
    """Answers everything."""

    def do_GET(self) -> None:
        """Say yes."""
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing else."""


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody else answers."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Other) as other:
        thread = threading.Thread(target=other.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield other.server_address[1]
        other.shutdown()
        thread.join()


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    """A server that takes a moment before it listens."""
    command = [sys.executable, "-c", f"import time; time.sleep(0.3)\n{SERVER}.serve_forever()", "{port}"]
    found = Instance(Launch(command=command, ready="/"), Flavour(), tmp_path, {}, lambda group: None)
    yield found
    found.stop()


def test_who_answers_in_place_of_the_server_is_not_judged(
    taken: int, instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = iter([taken, ports.reserved_port()])
    monkeypatch.setattr(process, "reserved_port", lambda: next(chosen))
    instance.start()
    assert instance.port != taken
    assert instance.running


def test_an_answer_beside_the_end_of_the_server_is_not_the_servers(
    taken: int, instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen, asks = iter([taken, ports.reserved_port()]), Instance._status

    def asks_until_the_end(asked: Instance) -> int:
        if asked.port == taken and asked.process is not None:
            asked.process.wait()
        return asks(asked)

    monkeypatch.setattr(process, "reserved_port", lambda: next(chosen))
    monkeypatch.setattr(Instance, "_status", asks_until_the_end)
    instance.start()
    assert instance.port != taken
    assert instance.running


def test_a_port_that_was_taken_between_two_starts_is_no_answer(taken: int, instance: Instance) -> None:
    instance.port = taken
    with pytest.raises(LaunchError, match="Address already in use"):
        instance.start()


def test_what_a_child_of_the_server_listens_on_is_the_servers(tmp_path: Path) -> None:
    served = (
        f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SERVER + '.serve_forever()'!r}, sys.argv[1]])"
    )
    launch = Launch(command=[sys.executable, "-c", served, "{port}"], ready="/")
    instance = Instance(launch, Flavour(), tmp_path, {}, lambda group: None)
    instance.start()
    assert instance.running
    instance.stop()


def test_what_is_not_known_is_not_held_against_a_server(
    taken: int, instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(kind: str) -> None:
        raise psutil.AccessDenied

    instance.start()
    assert instance.process is not None
    assert ports.is_anothers(taken, instance.process.pid), "we listen there, and were here before"
    assert not ports.is_anothers(taken, psutil.Process().pid), "we listen there ourselves"
    monkeypatch.setattr(psutil, "net_connections", refused)
    assert not ports.is_anothers(taken, instance.process.pid)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no abstract names")
def test_two_runs_never_choose_the_same_port() -> None:
    port = ports.reserved_port()
    assert not ports._reserves(port)
