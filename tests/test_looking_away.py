"""A reader has looked away when the network has accepted nothing more for the time that the clause speaks of."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import cast

import pytest

from conformance.stage.slow import LOOKS_EVERY_S, SlowReader
from conformance.stage.stage import Stage
from conformance.stage.websocket import Wire

FOR_S = 3.0


def looks_away(held: Iterator[int | None], monkeypatch: pytest.MonkeyPatch) -> tuple[bool, float]:
    """Whether it came to that, and after how many seconds, by what the network holds each time it is looked at."""
    now = [100.0]

    def passes(_: SlowReader, seconds: float) -> None:
        now[0] += seconds

    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(SlowReader, "goes_on_for", passes)
    wire = cast(Wire, SimpleNamespace(socket=SimpleNamespace(held=lambda: next(held))))
    reader = SlowReader(wire, cast(Stage, None), position=0, line=100, heard=0, abreast_at=0.0)
    return reader.looks_away(FOR_S), now[0] - 100.0


def test_a_network_that_accepts_nothing_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    stood_still, took_s = looks_away(itertools.repeat(4000), monkeypatch)
    assert stood_still
    assert took_s == pytest.approx(FOR_S)


def test_what_it_accepts_later_begins_the_time_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = int(1 / LOOKS_EVERY_S)
    stood_still, took_s = looks_away(itertools.chain([4000] * (looks + 1), itertools.repeat(4007)), monkeypatch)
    assert stood_still
    assert took_s == pytest.approx(1 + FOR_S, abs=2 * LOOKS_EVERY_S)


def test_a_network_that_accepts_more_and_more_never_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    stood_still, took_s = looks_away(itertools.count(4000), monkeypatch)
    assert not stood_still
    assert took_s == pytest.approx(2 * FOR_S, abs=LOOKS_EVERY_S)


def test_where_nothing_is_told_only_time_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is anything told of a connection that the server has ended meanwhile."""
    for held in (itertools.repeat(None), itertools.chain([4000, 4000], itertools.repeat(None))):
        stood_still, took_s = looks_away(held, monkeypatch)
        assert stood_still
        assert took_s == pytest.approx(FOR_S)
