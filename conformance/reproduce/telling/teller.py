"""PURE: goes through the record of a check once, act by act, and waits as it waited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from conformance.recorder import matchers as _registered  # noqa: F401 - registers every matcher
from conformance.recorder.events import Event
from conformance.reproduce.flow import Flow
from conformance.reproduce.hearing import Hearing
from conformance.reproduce.story import Ask, CannotTell, Finish, Open, Pause, Step, Story, Told, is_whole, made, refs
from conformance.reproduce.telling.acts import ACTS, Acts
from conformance.reproduce.telling.asserting import Asserting
from conformance.reproduce.telling.polling import polled_once
from conformance.reproduce.telling.rule import broken_rule, read_by, refuse_what_is_not_recorded
from conformance.reproduce.telling.silence import GAP_S, LONGEST_PAUSE_S, silence_since

MOST_STEPS = 400
"""Nobody reads a longer story, and to shrink one takes an hour."""


def told(events: Sequence[Event], run: str, statement: str, *, numbers: bool = True) -> Story:
    """The story of one check.

    ``events`` are those of the check in order, ``run`` the id of the run, ``statement`` the clause; with ``numbers``
    the numbers of the timeline are taken from what the server said, and not as they were.  Raises
    :class:`CannotTell`.
    """
    broken = broken_rule(events)
    until = [event for event in events[: events.index(broken)] if event.kind not in ("evaluation", "check_started")]
    refuse_what_is_not_recorded(until, broken)
    return _Teller(until, list(events), broken, Flow(until, run, numbers=numbers)).story(statement)


class _Teller:
    """Goes through a record once; ``events`` lie before the evaluation ``broken``, ``whole`` is everything."""

    def __init__(self, events: list[Event], whole: list[Event], broken: Event, flow: Flow) -> None:
        self.events = events
        self.broken = broken
        self.flow = flow
        self.places = {event.id: place for place, event in enumerate(events)}
        self.by_id = {event.id: event for event in events}
        self.acts = Acts(events, flow)
        self.hearing = Hearing(events, whole, broken, flow)
        self.steps: list[Step] = []
        self.pending: list[tuple[int, Finish]] = []
        """What was begun, with the place of its answer."""
        self.heard_up_to = 0

    def story(self, statement: str) -> Story:
        """All of it."""
        for place, event in enumerate(self.events):
            if event.kind in ACTS:
                self._catch_up(place)
                self._do(self.acts.step(event))
        self._finish(len(self.events))
        at = {event.id: event.at / 1e9 for event in self.events if event.kind == "request"}
        steps = polled_once(self.steps, read_by(self.broken), at)
        asserting = Asserting(self.events, self.broken, self.flow, self.hearing)
        verdict = asserting.verdict(statement)
        steps += asserting.waits(verdict, self.heard_up_to, self.steps)
        if len(steps) > MOST_STEPS:
            raise CannotTell(f"its story has {len(steps)} steps; up to {MOST_STEPS} can be shown again")
        steps += self._missing(verdict, steps)
        story = Story(str(self.broken.check), self.flow.actors, tuple(steps), verdict)
        if not is_whole(story):
            raise CannotTell("the rule reads something that the record of the check does not lead to")
        return story

    def _do(self, act: Step) -> None:
        """Do this, after waiting for what it takes from the server, where nobody waits for that yet."""
        if isinstance(act, Ask | Open) and act.begun:
            self.pending.append((self.places[act.answer], Finish(f"{act.id} answer", act.id)))
        self.steps += [*self._missing(act, self.steps), act]

    # -- waiting as it was waited -------------------------------------------------------------------------------------

    def _catch_up(self, place: int) -> None:
        """Before an act: wait for what had come by then, and let the time pass that had passed."""
        self._finish(place)
        self.steps += self.hearing.waits(self.heard_up_to, place)
        self.heard_up_to = place
        act = self.events[place]
        silence = silence_since(self.events[:place], act.at)
        if silence >= GAP_S:
            self.steps.append(Pause(f"{act.id} pause", min(round(silence, 2), LONGEST_PAUSE_S)))

    def _missing(self, using: Any, steps: Sequence[Step]) -> list[Step]:
        known = made(steps)
        events = {ref.event for ref in refs(using) if isinstance(ref, Told)} - known
        return [self.hearing.wait(self.by_id[name]) for name in sorted(events, key=self.places.__getitem__)
                if self.by_id[name].kind == "received"]  # fmt: skip

    def _finish(self, place: int) -> None:
        """Wait for everything begun whose answer had come before this place."""
        due = [finish for when, finish in sorted(self.pending, key=lambda one: one[0]) if when < place]
        self.pending = [(when, finish) for when, finish in self.pending if when >= place]
        self.steps += due
