"""The server's clock against ours: tokens carry times, and two clocks judge them."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from conformance.doctor.finding import NOTE, OK, WRONG, Finding
from conformance.recorder.events import Event

FORGIVEN_S = 60.0
"""A difference that the checks allow for: the most that the contract lets a server forgive."""


def skew_s(answer: Event, began: float, ended: float) -> float | None:
    """How many seconds the server's clock is ahead of ours, by the ``Date`` of an answer that was asked for and came
    between these two moments (of ``time.time``); ``None`` where it has none that can be read."""
    said = answer.data.get("headers", {}).get("date")
    try:
        date = parsedate_to_datetime(said)
    except (TypeError, ValueError, OverflowError):
        return None
    then = (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
    # The header knows whole seconds: any moment of that second may be meant.
    if then > ended:
        return then - ended
    return min(0.0, then + 1 - began)


def clock(skew: float | None) -> Finding:
    """What a difference of the clocks breaks."""
    if skew is None:
        return Finding("clock", NOTE, "not known: the server's answers carry no Date")
    if abs(skew) <= 1:
        return Finding("clock", OK, "the server's clock and this machine's agree to the second")
    apart = f"the server's clock is {spoken(abs(skew))} {'ahead of' if skew > 0 else 'behind'} this machine's"
    if abs(skew) <= FORGIVEN_S:
        return Finding("clock", OK, f"{apart}; checks allow for {FORGIVEN_S:.0f} s")
    now = datetime.now(tz=UTC).strftime("%Y-%m-%d %H:%M:%S")
    return Finding(
        "clock",
        WRONG,
        f"{apart}: what checks say of exp and nbf, and of valid tokens, may be wrong",
        f"set the clock that is wrong (this machine's says {now} UTC)",
    )


def spoken(seconds: float) -> str:
    """A length of time as people say it."""
    for size, unit in ((86_400, "days"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"
