"""Every recorded evaluation, made once more from the recorded events.  Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from conformance.recorder import matchers as _registered  # noqa: F401 - registers every matcher
from conformance.recorder.evaluation import MATCHERS, repeat
from conformance.recorder.events import Event


@dataclass(frozen=True, slots=True)
class Repeated:
    """One evaluation made again: ``reason`` is what the matcher says now; ``trouble`` why it could not be asked."""

    event: Event
    reason: str | None = None
    witnessed: bool = False
    trouble: str | None = None

    @property
    def as_now(self) -> Event:
        """The evaluation as it would be recorded now."""
        now = {"reason": self.reason, "holds": self.reason is None, "witnessed": self.witnessed}
        return replace(self.event, data={**self.event.data, **now})


def repeated(events: Sequence[Event]) -> Iterator[Repeated]:
    """Each recorded evaluation, in their order, made again by the matchers of this suite."""
    by_id = {event.id: event for event in events}
    for event in events:
        if event.kind == "evaluation":
            yield _again(event, by_id)


def _again(evaluation: Event, by_id: Mapping[str, Event]) -> Repeated:
    matcher = evaluation.data["matcher"]
    if matcher not in MATCHERS:
        return Repeated(evaluation, trouble=f"this suite has no matcher {matcher}")
    read = [one for ids in evaluation.data["events"] for one in ([ids] if isinstance(ids, str) else ids)]
    missing = [one for one in read if one not in by_id]
    if missing:
        return Repeated(evaluation, trouble=f"the event {missing[0]}, which it read, is not in the record")
    later = [one for one in read if _number(one) > _number(evaluation.id) and _stream(one) == _stream(evaluation.id)]
    if later:
        return Repeated(evaluation, trouble=f"it read {later[0]}, which was recorded after it")
    witnessed = any(by_id[one].from_server for one in read)
    try:
        return Repeated(evaluation, repeat(evaluation, by_id), witnessed)
    except Exception as error:  # noqa: BLE001 - a matcher meets events that nobody of ours need have written
        return Repeated(evaluation, trouble=f"{matcher} cannot read these events: {type(error).__name__}: {error}")


def _number(name: str) -> int:
    return int(name.rpartition(":")[2])


def _stream(name: str) -> str:
    return name.rpartition(":")[0]
