"""What a handshake, an ack and a delivery take (``nox -s benchmark``): figures, never a verdict.

``CHAT_CONFORMANCE_PROFILE`` names another profile than ``reference``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conformance.stage import Stage
from conformance.stage.session import Plan, Session


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder: Path = tmp_path_factory.mktemp("benchmark")
    profile = os.environ.get("CHAT_CONFORMANCE_PROFILE", "reference")
    plan = Plan("bench", profile, "benchmark", [], 1, 1.0, str(folder), str(folder), flavour="load")
    session = Session(plan, "benchmark")
    with session.stage("benchmark") as stage:
        yield stage
    session.close()


def test_handshake(benchmark: Any, stage: Stage) -> None:
    alice = stage.person("alice")
    room = alice.creates()

    def open_and_close() -> None:
        tab = alice.connects(room)
        tab.closes()

    benchmark.pedantic(open_and_close, rounds=100, warmup_rounds=5)


def test_ack(benchmark: Any, stage: Stage) -> None:
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    benchmark.pedantic(lambda: tab.says("hello"), rounds=200, warmup_rounds=10)


@pytest.mark.parametrize("receivers", [1, 10])
def test_delivery(benchmark: Any, stage: Stage, receivers: int) -> None:
    alice, *others = stage.people("alice", *(f"bob{number}" for number in range(receivers)))
    room = alice.creates(*others)
    listening = [other.connects(room) for other in others]
    tab = alice.connects(room)

    def until_everybody_heard() -> None:
        said = tab.says("hello")
        for ear in listening:
            ear.hears(said)

    benchmark.pedantic(until_everybody_heard, rounds=100, warmup_rounds=5)
