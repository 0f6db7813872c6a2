"""PURE: the recorded events of a failed check -> the story that it told, up to the rule that failed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from conformance.history.reading import KINDS
from conformance.recorder import matchers as _registered  # noqa: F401 - registers every matcher
from conformance.recorder.events import Event
from conformance.reproduce.flow import Flow
from conformance.reproduce.hearing import COMING, Hearing
from conformance.reproduce.story import (
    Ask,
    CannotTell,
    Close,
    Cut,
    Dial,
    Fault,
    Finish,
    Heard,
    History,
    Listed,
    One,
    Open,
    Pause,
    Reading,
    Say,
    Send,
    Step,
    Story,
    Told,
    Verdict,
    is_whole,
    made,
    refs,
)

MOST_STEPS = 400
"""Nobody reads a longer story, and to shrink one takes an hour."""

GAP_S = 0.15
"""A pause as long as this was meant; a shorter one is how long things take."""

LONGEST_PAUSE_S = 60.0
RAW_SHOWN = 4096
"""Of raw bytes no more than this is recorded."""

ACTS = frozenset({"request", "opening", "sent", "close_sent", "fault"})
UNNOTICED = frozenset({"ping_received", "stall", "person", "token", "watch_posted"})
"""Kinds that come at any time, and do not end a silence."""

TRAPS = frozenset({"fetched"})
IN_VAIN = "basic.nothing_came"

TIMED = frozenset({"isolation.takes_equally_long", "latency.percentile_below"})
"""Rules over the times that answers take."""

SEEN_ALONE = COMING | {"answer", "no_answer", "handshake", "request", "sent", "opening"}
"""Kinds of event to which a file can give a name."""

OF_THE_SUITE = frozenset({"user-agent", "x-conformance-check"})


def told(events: Sequence[Event], run: str, statement: str, *, numbers: bool = True) -> Story:
    """The story of one check.

    ``events`` are those of the check in order, ``run`` the id of the run, ``statement`` the clause; with ``numbers``
    the
    numbers of the timeline are taken from what the server said, and not as they were.  Raises :class:`CannotTell`.
    """
    broken = broken_rule(events)
    until = [event for event in events[: events.index(broken)] if event.kind not in ("evaluation", "check_started")]
    _refuse_what_is_not_recorded(until, broken)
    return _Teller(until, list(events), broken, Flow(until, run, numbers=numbers)).story(statement)


def broken_rule(events: Sequence[Event]) -> Event:
    """The first evaluation that did not hold; raises :class:`CannotTell`."""
    found = next((event for event in events if event.kind == "evaluation" and not event.data["holds"]), None)
    if found is None:
        raise CannotTell("no rule failed: the check ended because something did not come, or by an error")
    return found


def _refuse_what_is_not_recorded(events: Sequence[Event], broken: Event) -> None:
    read = {name for ids in broken.data["events"] for name in ([ids] if isinstance(ids, str) else ids)}
    if read - {event.id for event in events}:
        raise CannotTell("the rule reads what other checks did: it is about a whole run")
    if any(event.kind in TRAPS for event in events):
        raise CannotTell("the check lays a trap on a web server of its own")
    if broken.data["matcher"] in TIMED:
        raise CannotTell("the rule compares how long answers take, which a single file cannot measure fairly")
    if any(event.data.get("through_relay") for event in events):
        raise CannotTell("its connections lead through a network that fails on purpose")
    if any(event.data.get("extensions") for event in events):
        raise CannotTell("its handshakes offer an extension, and the record does not tell which")


class _Teller:
    """Goes through a record once; ``events`` lie before the evaluation ``broken``, ``whole`` is everything."""

    def __init__(self, events: list[Event], whole: list[Event], broken: Event, flow: Flow) -> None:
        self.events = events
        self.broken = broken
        self.flow = flow
        self.places = {event.id: place for place, event in enumerate(events)}
        self.by_id = {event.id: event for event in events}
        self.answers = _answers(events)
        self.hearing = Hearing(events, whole, broken, flow)
        self.raw = {event.data["connection"] for event in events
                    if event.kind == "opening" and event.data["path"] == "(raw)"}  # fmt: skip
        self.steps: list[Step] = []
        self.pending: list[tuple[int, Finish]] = []
        """What was begun, with the place of its answer."""
        self.heard_up_to = 0

    def story(self, statement: str) -> Story:
        """All of it."""
        for place, event in enumerate(self.events):
            if event.kind in ACTS:
                self._catch_up(place)
                acts = list(self._act(event))
                self._provide(acts)
                self.steps += acts
        self._finish(len(self.events))
        steps = _polled_once(self.steps, self._read_singly(), self._durations())
        verdict, last = self._verdict(statement)
        steps = [*steps, *last]
        if len(steps) > MOST_STEPS:
            raise CannotTell(f"its story has {len(steps)} steps; up to {MOST_STEPS} can be shown again")
        steps += self._missing(verdict, steps)
        story = Story(str(self.broken.check), self.flow.actors, tuple(steps), verdict)
        if not is_whole(story):
            raise CannotTell("the rule reads something that the record of the check does not lead to")
        return story

    # -- waiting as it was waited -------------------------------------------------------------------------------------

    def _catch_up(self, place: int) -> None:
        """Before an act: wait for what had come by then, and let the time pass that had passed."""
        self._finish(place)
        self.steps += self.hearing.waits(self.heard_up_to, place)
        self.heard_up_to = place
        silence = self._silence_before(place, self.events[place].at)
        if silence >= GAP_S:
            self.steps.append(Pause(f"{self.events[place].id} pause", min(round(silence, 2), LONGEST_PAUSE_S)))

    def _provide(self, acts: Sequence[Step]) -> None:
        """Wait for what these acts take from the server, where nobody waits for it yet."""
        self.steps += self._missing(acts, self.steps)

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

    def _silence_before(self, place: int, now: int) -> float:
        """Seconds in which nothing was done and nothing came before this place."""
        before = [event for event in self.events[:place] if event.kind not in UNNOTICED]
        return (now - before[-1].at) / 1e9 if before else 0.0

    def _durations(self) -> Mapping[str, float]:
        """When each request was made, in seconds."""
        return {event.id: event.at / 1e9 for event in self.events if event.kind == "request"}

    def _read_singly(self) -> set[str]:
        """The events that the rule reads."""
        return {name for ids in self.broken.data["events"] for name in ([ids] if isinstance(ids, str) else ids)}

    # -- one act ------------------------------------------------------------------------------------------------------

    def _act(self, event: Event) -> Iterator[Step]:
        match event.kind:
            case "request":
                yield from self._say(event) if event.data["method"] == "(raw)" else self._ask(event)
            case "opening":
                yield from self._dial(event) if event.data["path"] == "(raw)" else self._open(event)
            case "sent":
                yield self._send(event)
            case "close_sent":
                yield Close(event.id, event.data["connection"], event.data["code"], event.data["reason"])
            case "fault" if event.data["what"] == "drop":
                yield Cut(event.id, event.data["connection"])
            case "fault":
                yield Fault(event.id, event.data["what"])

    def _ask(self, event: Event) -> Iterator[Step]:
        answer = self._answer_to(event)
        body, content = _as_sent(event)
        step = Ask(
            event.id,
            answer.id,
            self.flow.actor_of(event).name,
            event.data["method"],
            self.flow.template(event.data["path"], event.id),
            self._headers(event, json_body=body is not None),
            self.flow.template(body, event.id),
            content,
        )
        yield self._begun(step, answer)

    def _open(self, event: Event) -> Iterator[Step]:
        answer = self._answer_to(event)
        step = Open(
            event.id,
            answer.id,
            self.flow.actor_of(event).name,
            event.data["connection"],
            self.flow.template(event.data["path"], event.id),
            self._headers(event, json_body=False),
            tuple(event.data.get("subprotocols", ("chat.v1",))),
            event.data.get("answers_pings", True),
        )
        yield self._begun(step, answer)

    def _begun(self, step: Ask | Open, answer: Event) -> Ask | Open:
        """The step, begun only where others acted before its answer came."""
        between = self.events[self.places[step.id] + 1 : self.places[answer.id]]
        if not any(event.kind in ACTS for event in between):
            return step
        self.pending.append((self.places[answer.id], Finish(f"{step.id} answer", step.id)))
        return replace(step, begun=True)

    def _answer_to(self, event: Event) -> Event:
        if event.id not in self.answers:
            raise CannotTell("the rule failed while a request of its own story was still under way")
        return self.answers[event.id]

    def _send(self, event: Event) -> Step:
        form = next(name for name in ("frame", "text", "bytes", "wire") if name in event.data)
        value = event.data[form]
        if form == "wire" and len(value) >= 2 * RAW_SHOWN:
            raise CannotTell(f"it sends more than {RAW_SHOWN} raw bytes, of which the record holds the beginning only")
        return Send(event.id, event.data["connection"], form, self.flow.template(value, event.id))

    def _headers(self, event: Event, *, json_body: bool) -> Mapping[str, Any]:
        """The headers that the file has to name: those that it does not send by itself."""
        actor = self.flow.actor_of(event)
        usual = {
            "Authorization": f"Bearer {actor.label}",
            **({"Content-Type": "application/json"} if json_body else {}),
        }
        return {
            name: self.flow.template(value, event.id)
            for name, value in event.data["headers"].items()
            if name.lower() not in OF_THE_SUITE and usual.get(name) != value
        }

    def _dial(self, event: Event) -> Iterator[Step]:
        first = next((one for one in self.events if one.data.get("connection") == event.data["connection"]
                      and one.kind == "request"), None)  # fmt: skip
        actor = self.flow.actor_of(first if first is not None else event)
        if any(one.kind == "handshake" and one.data["connection"] == event.data["connection"] for one in self.events):
            raise CannotTell("it reads a socket byte by byte, with small buffers: a reader who is slow on purpose")
        yield Dial(event.id, event.data["connection"], actor.name)

    def _say(self, event: Event) -> Iterator[Step]:
        text = str(event.body)
        if len(text) >= RAW_SHOWN:
            raise CannotTell(f"it sends more than {RAW_SHOWN} raw bytes, of which the record holds the beginning only")
        answer = self.answers.get(event.id)
        if event.data.get("connection") not in self.raw:
            raise CannotTell("it sends raw bytes on a connection whose beginning is not recorded")
        yield Say(event.id, event.data["connection"], self.flow.template(text, event.id), answer.id if answer else None)

    # -- the end ------------------------------------------------------------------------------------------------------

    def _verdict(self, statement: str) -> tuple[Verdict, list[Step]]:
        """What is asserted, and what is waited for before it is."""
        data = self.broken.data
        readings = tuple(self._reading(ids) for ids in data["events"])
        arguments = {
            name: round(value) if name == "within_ms" else value
            for name, value in data["arguments"].items()
            if (data["matcher"], name) != (IN_VAIN, "wanted")
        }
        verdict = Verdict(
            data["clause"],
            statement,
            data["matcher"],
            readings,
            self.flow.template(arguments),
            str(data["reason"]),
        )
        end = len(self.events)
        if data["matcher"] == IN_VAIN:
            return self._in_vain(verdict), self.hearing.waits(self.heard_up_to, end)
        last: list[Step] = [*self.hearing.waits(self.heard_up_to, end), *self._single_waits(readings)]
        silence = min(self._silence_before(end, self.broken.at), LONGEST_PAUSE_S)
        if silence >= GAP_S and any(isinstance(reading, Heard | Listed | History) for reading in readings):
            last.append(Pause(f"{self.broken.id} pause", round(silence, 2), bound=True))
        return verdict, _each_once(last, self.steps)

    def _in_vain(self, verdict: Verdict) -> Verdict:
        """The same where the failure is that something did not come: for as long, it is waited for again."""
        if len(verdict.readings) != 1 or not isinstance(verdict.readings[0], Heard):
            raise CannotTell("what was awaited in vain was looked for in several ways")
        within_s = float(self.broken.data["arguments"]["within_ms"]) / 1000
        wanted = self.broken.data["arguments"].get("wanted")
        if wanted is None and self.broken.data["arguments"]["awaited"] != "close":
            raise CannotTell("the record does not tell by what rule something was awaited: judge the server anew")
        return replace(verdict, awaited=self.hearing.wanted_by(wanted), on=verdict.readings[0], within_s=within_s)

    def _reading(self, ids: str | list[str]) -> Reading:
        if isinstance(ids, str):
            ids = [ids]
            self._refuse_unseen(ids)
            return One(ids[0])
        if ids and ids == [event.id for event in self.events if event.kind in KINDS]:
            return History()
        self._refuse_unseen(ids)
        return self.hearing.reading(ids)

    def _refuse_unseen(self, ids: Sequence[str]) -> None:
        unseen = {self.by_id[name].kind for name in ids} - SEEN_ALONE
        if unseen:
            raise CannotTell(f"the rule reads what only the suite sees: {', '.join(sorted(unseen))}")

    def _single_waits(self, readings: Sequence[Reading]) -> list[Step]:
        """Waits for what the rule reads by itself, where nobody waits for it yet."""
        singles = [one for reading in readings for one in _singles(reading)]
        return [self.hearing.wait(self.by_id[name]) for name in singles if self.by_id[name].kind in COMING]


def _singles(reading: Reading) -> Iterator[str]:
    match reading:
        case One(event=event):
            yield event
        case Listed(parts=parts):
            for part in parts:
                yield from _singles(part)


def _each_once(steps: Sequence[Step], before: Sequence[Step]) -> list[Step]:
    known = {step.id for step in before}
    kept: list[Step] = []
    for step in steps:
        if step.id not in known:
            known.add(step.id)
            kept.append(step)
    return kept


def _answers(events: Sequence[Event]) -> dict[str, Event]:
    """What answered each request and each handshake."""
    found: dict[str, Event] = {}
    opened: dict[str, str] = {}
    for event in events:
        if event.kind == "opening":
            opened[event.data["connection"]] = event.id
        elif event.kind in ("answer", "no_answer") and "request" in event.data:
            found[event.data["request"]] = event
        elif event.kind in ("handshake", "no_answer") and event.data.get("connection") in opened:
            found[opened.pop(event.data["connection"])] = event
    return found


def _as_sent(event: Event) -> tuple[Any, bytes | None]:
    """The body of a request: as a JSON value, or as the bytes that it was sent as."""
    body = event.body
    if body is None or not isinstance(body, str):
        return body, None
    # What is no JSON is recorded as text, in which bytes that are no UTF-8 are spelled out.
    return None, re.sub(
        rb"\\x([0-9a-f]{2})", lambda found: bytes([int(found.group(1), 16)]), body.encode("utf-8", "surrogatepass")
    )


def _polled_once(steps: Sequence[Step], read: set[str], at: Mapping[str, float]) -> list[Step]:
    """A question that was asked again and again is asked once, after as long; or, where the rule reads the last answer,
    for as long."""
    groups: dict[str, list[Ask]] = defaultdict(list)
    kept: list[Step] = []
    for place, step in enumerate(steps):
        following = next((one for one in steps[place + 1 :] if not isinstance(one, Pause)), None)
        if (
            isinstance(step, Ask)
            and isinstance(following, Ask)
            and step.answer not in read
            and _asks_the_same(step, following)
        ):
            groups[following.id] = [*groups.pop(step.id, []), step]
            continue
        if isinstance(step, Pause) and isinstance(following, Ask) and groups.get(following.id):
            continue
        if isinstance(step, Ask) and groups.get(step.id):
            lasted = round(at[step.id] - at[groups[step.id][0].id], 2)
            if step.answer in read:
                step = replace(step, again_s=lasted)
            else:
                kept.append(Pause(f"{step.id} lasted", lasted))
        kept.append(step)
    return kept


def _asks_the_same(one: Ask, other: Ask) -> bool:
    if one.method != "GET" or one.begun or other.begun:
        return False
    return replace(one, id="", answer="") == replace(other, id="", answer="")
