"""Evaluating matchers: the one place where something is found to hold or not, and where that is written down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conformance.recorder.events import Event
from conformance.recorder.stream import Recorder
from conformance.recorder.words import bounded

Reading = Event | Sequence[Event]
Matcher = Callable[..., str | None]
"""Takes events (or lists of events) and JSON arguments by name; returns why they do not match, or ``None``."""

MATCHERS: dict[str, Matcher] = {}


def matcher(function: Matcher) -> Matcher:
    """Register a matcher under its module's name and its own, by which a recorded evaluation can be repeated."""
    name = name_of(function)
    if name in MATCHERS:
        raise ValueError(f"two matchers are called {name}")
    MATCHERS[name] = function
    return function


def name_of(match: Matcher) -> str:
    """The name of a matcher, for example ``basic.status_is``: families may use the same words for different things."""
    module = getattr(match, "__module__", "").rpartition(".")[2]
    return f"{module}.{getattr(match, '__name__', repr(match))}"


def named_matcher(match: Matcher, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """A matcher and its arguments as they are written into an argument of another one."""
    return {"matcher": name_of(match), "arguments": dict(arguments)}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What one matcher found: ``reason`` is ``None`` when the clause held."""

    clause: str
    matcher: str
    arguments: Mapping[str, Any]
    events: tuple[Event, ...]
    reason: str | None

    @property
    def holds(self) -> bool:
        """Whether the events were as the clause wants them."""
        return self.reason is None

    @property
    def witnessed(self) -> bool:
        """Whether any of the events read was sent by the server."""
        return any(event.from_server for event in self.events)


class ClauseBroken(AssertionError):
    """A clause of the contract was found broken.  The server's fault, unless the verdict finds a deeper cause."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        super().__init__(f"{evaluation.clause}: {evaluation.reason}")


def _flat(readings: Iterable[Reading]) -> tuple[Event, ...]:
    flat: list[Event] = []
    for reading in readings:
        flat.extend([reading] if isinstance(reading, Event) else reading)
    return tuple(flat)


def _ids(reading: Reading) -> str | list[str]:
    return reading.id if isinstance(reading, Event) else [event.id for event in reading]


def evaluate(
    recorder: Recorder, clause: str, match: Matcher, *readings: Reading, watch: str | None = None, **arguments: Any
) -> Evaluation:
    """Apply a matcher and record what it found; raises nothing of its own.

    ``watch`` is the id of the standing watch that this evaluation settles, if it settles one.
    """
    name = name_of(match)
    if MATCHERS.get(name) is not match:
        raise ValueError(f"{name} is not a registered matcher, so this evaluation could not be repeated")
    arguments = {name: recorder.secrets.hide(value) for name, value in arguments.items()}
    reason = _said(match(*readings, **arguments))
    found = Evaluation(clause, name, arguments, _flat(readings), reason)
    recorder.record(
        "evaluation",
        clause=clause,
        matcher=name,
        arguments=arguments,
        events=[_ids(reading) for reading in readings],
        holds=found.holds,
        witnessed=found.witnessed,
        reason=reason,
        **({"watch": watch} if watch else {}),
    )
    return found


def repeat(evaluation: Event, by_id: Mapping[str, Event]) -> str | None:
    """Evaluate a recorded evaluation once more from the recorded events alone; returns the reason found now."""
    readings = [
        by_id[ids] if isinstance(ids, str) else [by_id[item] for item in ids] for ids in evaluation.data["events"]
    ]
    return _said(MATCHERS[evaluation.data["matcher"]](*readings, **evaluation.data["arguments"]))


def _said(reason: str | None) -> str | None:
    """A reason as it is recorded: a server may have lengthened it."""
    return None if reason is None else bounded(reason)
