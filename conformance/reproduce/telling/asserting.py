"""PURE: the rule that failed -> what a story asserts in the end, and what it waits for before it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conformance.history.reading import KINDS
from conformance.recorder.events import Event
from conformance.reproduce.arguments import as_the_rule_has_them
from conformance.reproduce.flow import Flow
from conformance.reproduce.hearing import COMING, Hearing
from conformance.reproduce.story import (
    CannotTell,
    Heard,
    History,
    Listed,
    One,
    Pause,
    Reading,
    Step,
    Verdict,
    singles,
)
from conformance.reproduce.telling.silence import GAP_S, LONGEST_PAUSE_S, silence_since

IN_VAIN = "basic.nothing_came"
"""The rule that fails where something was awaited that did not come."""

SEEN_ALONE = COMING | {"answer", "no_answer", "handshake", "request", "sent", "opening"}
"""Kinds of event to which a file can give a name."""


class Asserting:
    """The end of a story; ``events`` lie before the evaluation ``broken``."""

    def __init__(self, events: Sequence[Event], broken: Event, flow: Flow, hearing: Hearing) -> None:
        self._events = events
        self._broken = broken
        self._flow = flow
        self._hearing = hearing
        self._by_id = {event.id: event for event in events}

    def verdict(self, statement: str) -> Verdict:
        """What is asserted."""
        data = self._broken.data
        readings = tuple(self._reading(ids) for ids in data["events"])
        arguments = {
            name: round(value) if name == "within_ms" else value
            for name, value in as_the_rule_has_them(data["matcher"], data["arguments"]).items()
            if (data["matcher"], name) != (IN_VAIN, "wanted")
        }
        verdict = Verdict(
            data["clause"],
            statement,
            data["matcher"],
            readings,
            self._flow.template(arguments),
            str(data["reason"]),
        )
        return self._in_vain(verdict) if data["matcher"] == IN_VAIN else verdict

    def waits(self, verdict: Verdict, heard_up_to: int, before: Sequence[Step]) -> list[Step]:
        """What is waited for before ``verdict``, where the steps ``before`` do not wait for it, and how long."""
        coming: list[Step] = self._hearing.waits(heard_up_to, len(self._events))
        if verdict.matcher == IN_VAIN:
            return coming
        last = [*coming, *self._single_waits(verdict.readings)]
        silence = min(silence_since(self._events, self._broken.at), LONGEST_PAUSE_S)
        if silence >= GAP_S and any(isinstance(reading, Heard | Listed | History) for reading in verdict.readings):
            last.append(Pause(f"{self._broken.id} pause", round(silence, 2), bound=True))
        return _each_once(last, before)

    def _in_vain(self, verdict: Verdict) -> Verdict:
        """The same where the failure is that something did not come: for as long, it is waited for again."""
        if len(verdict.readings) != 1 or not isinstance(verdict.readings[0], Heard):
            raise CannotTell("what was awaited in vain was looked for in several ways")
        within_s = float(self._broken.data["arguments"]["within_ms"]) / 1000
        wanted = self._broken.data["arguments"].get("wanted")
        if wanted is None and self._broken.data["arguments"]["awaited"] != "close":
            raise CannotTell("the record does not tell by what rule something was awaited: judge the server anew")
        return replace(verdict, awaited=self._hearing.wanted_by(wanted), on=verdict.readings[0], within_s=within_s)

    def _reading(self, ids: str | list[str]) -> Reading:
        if isinstance(ids, str):
            ids = [ids]
            self._refuse_unseen(ids)
            return One(ids[0])
        if ids and ids == [event.id for event in self._events if event.kind in KINDS]:
            return History()
        self._refuse_unseen(ids)
        return self._hearing.reading(ids)

    def _refuse_unseen(self, ids: Sequence[str]) -> None:
        unseen = {self._by_id[name].kind for name in ids} - SEEN_ALONE
        if unseen:
            raise CannotTell(f"the rule reads what only the suite sees: {', '.join(sorted(unseen))}")

    def _single_waits(self, readings: Sequence[Reading]) -> list[Step]:
        """Waits for what the rule reads by itself, where nobody waits for it yet."""
        events = [self._by_id[one.event] for reading in readings for one in singles(reading)]
        return [self._hearing.wait(event) for event in events if event.kind in COMING]


def _each_once(steps: Sequence[Step], before: Sequence[Step]) -> list[Step]:
    known = {step.id for step in before}
    kept: list[Step] = []
    for step in steps:
        if step.id not in known:
            known.add(step.id)
            kept.append(step)
    return kept
