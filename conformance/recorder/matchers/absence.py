"""What somebody must never be sent."""

from __future__ import annotations

import json
from collections.abc import Sequence

from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.reading import describe


def holds(event: Event, canary: str) -> bool:
    """Whether an event holds a text, as JSON spells it or in the bytes of a binary or control frame."""
    binary = f"{event.data.get('bytes', '')} {event.data.get('payload', '')}"
    return json.dumps(canary)[1:-1] in event.line() or canary.encode().hex() in binary


@matcher
def nobody_received(received: Sequence[Event], *, canary: str, people: Sequence[str]) -> str | None:
    """None of these people was sent anything that holds the canary, on any connection or in any answer."""
    for event in received:
        if event.data.get("who") in people and holds(event, canary):
            return f"{event.data.get('who')} was sent {canary}, in {describe(event)}"
    alive = {event.data.get("who") for event in received}
    silent = [name for name in people if name not in alive]
    return f"no later event from the server proves that {', '.join(silent)} could have seen it" if silent else None
