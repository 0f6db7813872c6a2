"""Waits, from the moment when something was due to the moment when it came."""

from __future__ import annotations

import math
from collections.abc import Sequence

from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event


@matcher
def percentile_below(
    started: Sequence[Event], ended: Sequence[Event], *, percentile: float, bound_ms: float
) -> str | None:
    """The given percentile of the times from each start to its end (same order, same length) is below a bound."""
    # From the moment when it was due, not when it was sent: a stalled sender must not hide a stalled server.
    waits = sorted((end.at - start.data.get("due", start.at)) / 1e6 for start, end in zip(started, ended, strict=True))
    found = waits[max(0, math.ceil(len(waits) * percentile / 100) - 1)]
    if found < bound_ms:
        return None
    median = waits[len(waits) // 2]
    return f"p{percentile:g} of {len(waits)} was {found:.1f} ms (median {median:.1f}), the bound is {bound_ms:g} ms"
