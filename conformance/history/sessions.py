"""What one participant has learnt they have learnt for all of theirs: reads of one's own writes, and reads that never
go back."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.history import reading
from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event


@matcher
def own_writes_are_read(history: Sequence[Event], *, kind: str) -> str | None:
    """After an answer at position p every later read of that participant, of this kind (``rest`` or ``socket``),
    reflects at least p."""
    return _never_behind(history, kind=kind, own=True)


@matcher
def reads_never_go_back(history: Sequence[Event]) -> str | None:
    """After an event p was received, or a read has reflected p, every later read of that participant reflects at
    least p."""
    return _never_behind(history, kind=None, own=False)


def _never_behind(history: Sequence[Event], *, kind: str | None, own: bool) -> str | None:
    by_person: dict[str, list[tuple[int, int, Event]]] = {}
    for who, event, position in reading.learnt(history, own=own):
        by_person.setdefault(who, []).append((event.at, position, event))
    judged = 0
    for read in reading.reads(history):
        if kind is not None and read.kind != kind:
            continue
        known = [entry for entry in by_person.get(read.who, []) if entry[0] < read.asked.at]
        judged += bool(known)
        highest = max(known, key=lambda entry: entry[1], default=None)
        if highest is not None and highest[1] > read.position:
            apart = (read.asked.at - highest[0]) / 1e6
            what = read.asked.data.get("path") or f"{read.answer.frame.get('type')}"
            return (
                f"{read.who} knew of position {highest[1]} (by {_what(highest[2])}); {apart:.1f} ms later they asked "
                f"again, and {what} reflects {read.position} only"
            )
    return None if judged else "nobody read anything after they had learnt of a position"


def _what(event: Event) -> str:
    if event.kind == "answer":
        return f"status {event.data.get('status')} over REST"
    return str(event.frame.get("type"))
