"""PURE: the rule that failed, and whether its failure can be told by one file at all."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.recorder.events import Event
from conformance.reproduce.story import CannotTell

TRAPS = frozenset({"fetched"})

TIMED = frozenset({"isolation.takes_equally_long", "latency.percentile_below"})
"""Rules over the times that answers take."""


def broken_rule(events: Sequence[Event]) -> Event:
    """The first evaluation that did not hold; raises :class:`CannotTell`."""
    found = next((event for event in events if event.kind == "evaluation" and not event.data["holds"]), None)
    if found is None:
        raise CannotTell("no rule failed: the check ended because something did not come, or by an error")
    return found


def read_by(evaluation: Event) -> set[str]:
    """The ids of the events that a rule read."""
    return {name for ids in evaluation.data["events"] for name in ([ids] if isinstance(ids, str) else ids)}


def refuse_what_is_not_recorded(events: Sequence[Event], broken: Event) -> None:
    """Raises :class:`CannotTell` where ``events``, which lie before the evaluation ``broken``, do not hold it all."""
    if read_by(broken) - {event.id for event in events}:
        raise CannotTell("the rule reads what other checks did: it is about a whole run")
    if any(event.kind in TRAPS for event in events):
        raise CannotTell("the check lays a trap on a web server of its own")
    if broken.data["matcher"] in TIMED:
        raise CannotTell("the rule compares how long answers take, which a single file cannot measure fairly")
    if any(event.data.get("through_relay") for event in events):
        raise CannotTell("its connections lead through a network that fails on purpose")
    if any(event.data.get("extensions") for event in events):
        raise CannotTell("its handshakes offer an extension, and the record does not tell which")
