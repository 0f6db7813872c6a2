"""Waiting for what must settle: the time for which a machine stood still is given again, and never turns into a no."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import cast

import pytest

from conformance.stage.outcome import Inconclusive
from conformance.stage.settling import TRIES, looks_until, patiently
from conformance.stage.stage import Stage


class StalledStage:
    """A stage whose machine stands still for so long during one wait after the other, and then no more."""

    settle_s = 0.0

    def __init__(self, *stalls_s: float) -> None:
        self.stalls_s = iter(stalls_s)

    def stalled_s(self, since: int) -> float:
        return next(self.stalls_s, 0.0)

    def refuse_stalled(self, since: int) -> None:
        raise Inconclusive("the machine stood still")


def on(*stalls_s: float) -> Stage:
    return cast(Stage, StalledStage(*stalls_s))


def counting() -> Iterator[int]:
    yield from range(1, 100)


@pytest.mark.parametrize("stalls_s", [(), (0.3,), (0.3, 0.7)])
def test_who_waits_is_given_the_time_for_which_the_machine_stood_still(stalls_s: tuple[float, ...]) -> None:
    assert list(patiently(on(*stalls_s), 2.0)) == [2.0, *stalls_s]


def test_where_the_machine_always_stands_still_nothing_is_known() -> None:
    waits = patiently(on(*[0.3] * TRIES), 2.0)
    assert list(islice(waits, TRIES)) == [2.0, 0.3, 0.3]
    with pytest.raises(Inconclusive):
        next(waits)


def test_a_look_that_holds_is_the_last() -> None:
    numbers = counting()
    assert looks_until(on(), lambda number: number == 3, lambda: next(numbers), within_s=5) == 3
    assert next(numbers) == 4


def test_what_never_holds_is_looked_at_when_the_time_is_over() -> None:
    numbers = counting()
    assert looks_until(on(), lambda number: False, lambda: next(numbers)) == 1


def test_what_holds_only_after_a_stall_is_seen() -> None:
    numbers = counting()
    assert looks_until(on(0.01), lambda number: number == 2, lambda: next(numbers)) == 2
