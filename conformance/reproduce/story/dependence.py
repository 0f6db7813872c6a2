"""PURE: what in a story depends on what: whether all of it has come about, and what is left without some steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conformance.reproduce.story.asserted import Listed, One, Reading, heard, singles
from conformance.reproduce.story.references import Told, refs
from conformance.reproduce.story.steps import Ask, Await, Close, Cut, Dial, Finish, Open, Say, Send, Step, made
from conformance.reproduce.story.whole import Story


def is_whole(story: Story) -> bool:
    """Whether everything that a story refers to has come about before."""
    opened: set[str] = set()
    for place, step in enumerate(story.steps):
        before = made(story.steps[:place])
        if any(isinstance(ref, Told) and ref.event not in before for ref in refs(step)):
            return False
        match step:
            case Open(connection=name) | Dial(connection=name):
                opened.add(name)
            case Send() | Close() | Cut() | Await() | Say():
                if step.connection not in opened:
                    return False
            case Finish(begun=begun):
                if begun not in before:
                    return False
    verdict, before = story.verdict, made(story.steps)
    read = {one.event for reading in verdict.readings for one in singles(reading)}
    listened = {one.connection for reading in (*verdict.readings, verdict.on) for one in heard(reading)}
    told = {ref.event for ref in refs(verdict) if isinstance(ref, Told)}
    return (read | told) <= before and listened <= opened and _all_finished(story.steps)


def _all_finished(steps: Sequence[Step]) -> bool:
    begun = {step.id for step in steps if isinstance(step, Ask | Open) and step.begun}
    return begun <= {step.begun for step in steps if isinstance(step, Finish)}


def without(story: Story, dropped: frozenset[str]) -> Story:
    """The story without these steps, and without those that are nothing without them."""
    kept: list[Step] = []
    there: set[str] = set()
    for step in story.steps:
        if step.id in dropped or not _stands_on(step, there):
            continue
        kept.append(step)
        there |= _brought_about(step, kept)
    readings = tuple(_still_read(reading, there) for reading in story.verdict.readings)
    return replace(story, steps=tuple(kept), verdict=replace(story.verdict, readings=readings))


def _still_read(reading: Reading, there: set[str]) -> Reading:
    """Of a list what is left of it, if anything is; everything else has to be there whole."""
    if not isinstance(reading, Listed):
        return reading
    left = tuple(part for part in reading.parts if not isinstance(part, One) or part.event in there)
    return Listed(left) if left else reading


def _brought_about(step: Step, kept: Sequence[Step]) -> set[str]:
    connection = {f"connection {step.connection}"} if isinstance(step, Open | Dial) else set()
    return made(kept) | connection


def _stands_on(step: Step, there: set[str]) -> bool:
    """Whether everything that a step needs has come about."""
    match step:
        case Send() | Close() | Cut() | Await() | Say() if f"connection {step.connection}" not in there:
            return False
        case Finish(begun=begun) if begun not in there:
            return False
    return all(ref.event in there for ref in refs(step) if isinstance(ref, Told))
