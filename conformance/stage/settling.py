"""Looking again until something shows, for what no event tells of."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from conformance.recorder.evaluation import Matcher
from conformance.recorder.events import Event
from conformance.stage.stage import Stage

BETWEEN_LOOKS_S = 0.05


def settles(
    stage: Stage, clause: str, look: Callable[[], Event], match: Matcher, *, within_s: float | None = None, **found: Any
) -> Event:
    """Look until a matcher accepts what is there; by the end of ``settle_ms`` (or ``within_s``) it must.

    What the last look found is judged, and only that.
    """
    begun = time.monotonic_ns()
    until = time.monotonic() + (stage.settle_s if within_s is None else within_s)
    while True:
        late = time.monotonic() >= until
        seen = look()
        wrong = match(seen, **found) is not None
        if late and wrong:
            stage.refuse_stalled(begun)
        if late or not wrong:
            stage.judge(clause, match, seen, **found)
            return seen
        time.sleep(BETWEEN_LOOKS_S)
