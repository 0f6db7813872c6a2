"""PURE: leave out of a story what it does not need: delta debugging (Zeller and Hildebrandt, 2002) over its people
and steps.

Whether a shorter story still shows the failure is the oracle's to say; a story that refers to what is no longer in
it is not put to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from conformance.reproduce.story import (
    Ask,
    Await,
    Dial,
    Finish,
    Known,
    Open,
    Pause,
    Step,
    Story,
    acting,
    is_whole,
    refs,
    without,
)

Oracle = Callable[[Story], bool]
"""Whether a story still fails as it did."""


class Enough(Exception):
    """Raised by an oracle whose time is up: the shortest story so far is taken."""


def shrunk(story: Story, fails: Oracle) -> Story:
    """The shortest story found that still fails; ``story`` itself is known to."""
    best = [story]

    def keeps_failing(shorter: Story) -> bool:
        if len(shorter) >= len(best[0]) and shorter.steps == best[0].steps:
            return False
        if not is_whole(shorter) or not fails(shorter):
            return False
        best[0] = shorter
        return True

    try:
        for units in (_waits, _people, _steps):
            _reduce(best, units, keeps_failing)
        _leave_out_bystanders(best, keeps_failing)
    except Enough:
        pass
    return best[0]


def with_its_waits(story: Story, short: Story) -> Story:
    """A shortened story with everything that was waited for on the connections that are left: without that, what comes
    first may be a matter of chance."""
    kept = {step.id for step in short.steps}
    dropped = frozenset(step.id for step in story.steps if step.id not in kept and not isinstance(step, Await | Finish))
    longer = without(story, dropped)
    changed = {step.id: step for step in short.steps}
    return replace(longer, steps=tuple(changed.get(step.id, step) for step in longer.steps))


Units = Callable[[Story], list[frozenset[str]]]
"""What can be left out of a story at once, each as the steps that it consists of."""


def _reduce(best: list[Story], units: Units, keeps_failing: Oracle) -> None:
    """Leave out as many units as possible: halves first, then ever smaller parts, until no single one can go."""
    parts = 1
    while found := units(best[0]):
        parts = min(parts, len(found))
        chunks = list(_chunks(found, parts))
        # From the end: what comes last is what others need least.
        if any(keeps_failing(without(best[0], frozenset().union(*chunk))) for chunk in reversed(chunks)):
            parts = max(1, parts - 1)
        elif parts == len(found):
            return
        else:
            parts = min(len(found), parts * 2)


def _chunks(found: Sequence[frozenset[str]], parts: int) -> Iterator[Sequence[frozenset[str]]]:
    size = -(-len(found) // parts)
    for start in range(0, len(found), size):
        yield found[start : start + size]


def _waits(story: Story) -> list[frozenset[str]]:
    """Every wait and every pause: most of them are no matter."""
    return [frozenset({step.id}) for step in story.steps if isinstance(step, Await | Pause) and _may_go(step)]


def _people(story: Story) -> list[frozenset[str]]:
    """Everybody, with all that they do."""
    return [frozenset(_done_by(story, actor.name)) for actor in acting(story)]


def _done_by(story: Story, actor: str) -> Iterator[str]:
    theirs = {step.connection for step in story.steps if isinstance(step, Open | Dial) and step.actor == actor}
    for step in story.steps:
        if getattr(step, "actor", None) == actor or getattr(step, "connection", None) in theirs:
            yield step.id


def _steps(story: Story) -> list[frozenset[str]]:
    return [frozenset({step.id}) for step in story.steps if _may_go(step)]


def _may_go(step: Step) -> bool:
    return not (isinstance(step, Pause) and step.bound)


def _leave_out_bystanders(best: list[Story], keeps_failing: Oracle) -> None:
    """Leave those out of the bodies of requests who do nothing else."""
    doing = {actor.name for actor in acting(best[0])}
    for actor in best[0].actors:
        if actor.name not in doing and any(ref == Known(actor.name) for ref in refs(best[0].steps)):
            keeps_failing(replace(best[0], steps=tuple(_not_about(step, actor.name) for step in best[0].steps)))


def _not_about(step: Step, actor: str) -> Step:
    if not isinstance(step, Ask) or not isinstance(step.body, Mapping):
        return step
    body = {name: _without_items_about(item, actor) for name, item in step.body.items()}
    return replace(step, body=body)


def _without_items_about(value: Any, actor: str) -> Any:
    if not isinstance(value, list):
        return value
    return [item for item in value if Known(actor) not in refs(item)]
