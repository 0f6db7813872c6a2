"""Close codes: which of them may travel, and what they tell a client to do."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.reading import describe

ASSIGNED = frozenset({*range(1000, 1004), *range(1007, 1015)})
"""What the registry of RFC 6455 holds below 3000, without what is kept off the wire: 1004, 1005, 1006 and 1015."""

FIRST_OF_ONES_OWN = 3000

CLASSES = {
    1000: "done",
    1001: "back off", 1011: "back off", 1012: "back off", 1013: "back off",
    1002: "fix", 1003: "fix", 1007: "fix", 1009: "fix",
    4401: "new token",
    4403: "go away",
    4408: "back off", 4409: "back off", 4413: "back off", 4429: "back off",
}  # fmt: skip
"""What a client does after a code, as the contract's table says."""


REFUSED_FRAMES = (
    "INVALID_JSON", "INVALID_FRAME", "UNKNOWN_TYPE", "MESSAGE_ID_REUSED", "FORBIDDEN", "READ_ONLY", "RUN_STATE",
)  # fmt: skip
"""Codes that speak of one frame, and never of the connection or of the server."""


@matcher
def outlives_refusals(seen: Sequence[Event]) -> str | None:
    """A connection did not end right after a frame that was refused."""
    frames = [event for event in seen if event.kind in ("received", "close_received", "dropped")]
    for refusal, ending in pairwise(frames):
        if ending.kind != "received" and refusal.frame.get("code") in REFUSED_FRAMES:
            return f"the connection ended after a refused frame: {describe(refusal)}, then {describe(ending)}"
    return None


@matcher
def codes_may_travel(seen: Sequence[Event]) -> str | None:
    """Every close frame that came carries a code that is assigned and may be sent, or none at all."""
    for event in seen:
        if event.kind != "close_received" or event.data.get("payload") == "":
            continue
        code = event.data["code"]
        if code < FIRST_OF_ONES_OWN and code not in ASSIGNED:
            kept = "must never be sent" if code in (1004, 1005, 1006, 1015) else "is not assigned"
            return f"the server's close frame carries the code {code}, which {kept} (RFC 6455, section 7.4)"
    return None if any(event.from_server for event in seen) else "nothing came here at all"


@matcher
def ends_with_class(seen: Sequence[Event], *, wanted: str, reason: str) -> str | None:
    """A connection that was ended for a reason was closed with a code of this class, or without a close frame."""
    last = seen[-1] if seen else None
    if last is None or last.kind not in ("close_received", "dropped"):
        return f"the connection is still open; the last that came: {describe(last) if last else 'nothing'}"
    code = last.data.get("code", 0)
    if last.kind == "dropped" or CLASSES.get(code) == wanted:
        return None
    codes = ", ".join(str(one) for one, kind in CLASSES.items() if kind == wanted)
    told = f"of the class {CLASSES[code]!r}" if code in CLASSES else "of no class"
    return f"closed for {reason} with {code}, which is {told}; expected {wanted!r}: {codes}, or no close frame"
