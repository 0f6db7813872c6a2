"""Looking again until something shows, for what no event tells of."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from conformance.recorder.evaluation import Matcher
from conformance.recorder.events import Event

if TYPE_CHECKING:
    from conformance.stage.stage import Stage

BETWEEN_LOOKS_S = 0.05
TRIES = 3

T = TypeVar("T")


def patiently(stage: Stage, within_s: float) -> Iterator[float]:
    """How many seconds to wait for something: those that it is given, and when the suite's own machine stood still
    meanwhile as many more as that took, which were not the server's.

    Whoever leaves the loop has seen what they waited for; after the loop it did not come; and where the machine stood
    still each time, nothing is known (:class:`Inconclusive`).
    """
    begun, wait_s = time.monotonic_ns(), within_s
    for _ in range(TRIES):
        tried = time.monotonic_ns()
        yield wait_s
        wait_s = stage.stalled_s(tried)
        if not wait_s:
            return
    stage.refuse_stalled(begun)


def looks_until(
    stage: Stage,
    holds: Callable[[T], bool],
    look: Callable[[], T],
    within_s: float | None = None,
    *,
    every_s: float = BETWEEN_LOOKS_S,
) -> T:
    """Look until what is there holds, for ``settle_ms`` (or ``within_s``) at most; returns the last look.

    The look that begins when the time is over is the last one.
    """
    for wait_s in patiently(stage, stage.settle_s if within_s is None else within_s):
        until = time.monotonic() + wait_s
        late = False
        while not late:
            late = time.monotonic() >= until
            seen = look()
            if holds(seen):
                return seen
            if not late:
                time.sleep(every_s)
    return seen


def settles(
    stage: Stage, clause: str, look: Callable[[], Event], match: Matcher, *, within_s: float | None = None, **found: Any
) -> Event:
    """Look until a matcher accepts what is there; by the end of ``settle_ms`` (or ``within_s``) it must.

    What the last look found is judged, and only that.
    """
    seen = looks_until(stage, lambda event: match(event, **found) is None, look, within_s)
    stage.judge(clause, match, seen, **found)
    return seen
