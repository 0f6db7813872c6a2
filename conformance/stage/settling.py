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


def patiently(stage: Stage) -> Iterator[None]:
    """Wait for something once, and once more whenever the suite's own machine stood still meanwhile: that time was not
    the server's.  Whoever leaves the loop has seen what they waited for; after the loop it did not come; and where the
    machine stood still each time, nothing is known (:class:`Inconclusive`)."""
    begun = 0
    for _ in range(TRIES):
        begun = time.monotonic_ns()
        yield
        if stage.worst_stall(begun) is None:
            return
    stage.refuse_stalled(begun)


def looks_until(stage: Stage, holds: Callable[[T], bool], look: Callable[[], T], within_s: float | None = None) -> T:
    """Look until what is there holds, for ``settle_ms`` (or ``within_s``) at most; returns the last look.

    The look that begins when the time is over is the last one.
    """
    for _ in patiently(stage):
        until = time.monotonic() + (stage.settle_s if within_s is None else within_s)
        late = False
        while not late:
            late = time.monotonic() >= until
            seen = look()
            if holds(seen):
                return seen
            if not late:
                time.sleep(BETWEEN_LOOKS_S)
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
