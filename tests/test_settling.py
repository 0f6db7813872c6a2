"""Waiting for what must settle: a machine that stood still gives its time again, and never turns into a no."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import pytest

from conformance.stage.outcome import Inconclusive
from conformance.stage.settling import TRIES, looks_until, patiently
from conformance.stage.stage import Stage


class StalledStage:
    """A stage whose machine stands still during the first so many waits."""

    settle_s = 0.0

    def __init__(self, stalled: int) -> None:
        self.stalled = stalled

    def worst_stall(self, since: int) -> str | None:
        self.stalled -= 1
        return "a stall" if self.stalled >= 0 else None

    def refuse_stalled(self, since: int) -> None:
        raise Inconclusive("the machine stood still")


def on(stalled: int) -> Stage:
    return cast(Stage, StalledStage(stalled))


def counting() -> Iterator[int]:
    yield from range(1, 100)


@pytest.mark.parametrize("stalled", range(TRIES))
def test_who_waits_waits_again_for_each_time_that_the_machine_stood_still(stalled: int) -> None:
    assert len(list(patiently(on(stalled)))) == 1 + stalled


def test_where_the_machine_always_stands_still_nothing_is_known() -> None:
    waits: list[Any] = []
    with pytest.raises(Inconclusive):
        waits.extend(None for _ in patiently(on(TRIES)))


def test_a_look_that_holds_is_the_last() -> None:
    numbers = counting()
    assert looks_until(on(0), lambda number: number == 3, lambda: next(numbers), within_s=5) == 3
    assert next(numbers) == 4


def test_what_never_holds_is_looked_at_when_the_time_is_over() -> None:
    numbers = counting()
    assert looks_until(on(0), lambda number: False, lambda: next(numbers)) == 1


def test_what_holds_only_after_a_stall_is_seen() -> None:
    numbers = counting()
    assert looks_until(on(1), lambda number: number == 2, lambda: next(numbers)) == 2
