"""PURE: what came on the connections of a record: how it is waited for again, and how a list of it is described."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from conformance.recorder.evaluation import MATCHERS
from conformance.recorder.events import Event
from conformance.recorder.matchers.reading import at
from conformance.reproduce.arguments import as_the_rule_has_them
from conformance.reproduce.flow import Flow
from conformance.reproduce.story import Await, CannotTell, Heard, Listed, One, Reading, Step, Wanted

ENDS = frozenset({"close_received", "dropped"})
COMING = frozenset({"received", "ping_received", "pong_received"}) | ENDS
TELLING = ("message_id", "nonce", "ref")
"""Members of a frame that the client chose: by them it is told from others."""

MOST_SINGLY = 60


class Hearing:
    """The connections of one check."""

    def __init__(self, events: Sequence[Event], whole: Sequence[Event], broken: Event, flow: Flow) -> None:
        self._events = events
        self._flow = flow
        self._broken = broken
        self._by_id = {event.id: event for event in events}
        self._at = {event.id: place for place, event in enumerate(events)}
        self._on: dict[str, list[Event]] = defaultdict(list)
        for event in events:
            if event.kind in COMING and event.data.get("connection"):
                self._on[event.data["connection"]].append(event)
        self._awaited = _awaited(whole)
        self._judged = str(sorted(broken.data["arguments"].items(), key=lambda item: item[0] != "path"))

    # -- waiting ------------------------------------------------------------------------------------------------------

    def waits(self, start: int, end: int) -> list[Step]:
        """A wait for the last thing that came on each connection between two places: what came before it is there
        too."""
        last: dict[str, Event] = {}
        for event in self._events[start:end]:
            if event.kind in COMING - {"ping_received"} and event.data.get("connection") in self._on:
                last[event.data["connection"]] = event
        return [self.wait(event) for event in last.values()]

    def wait(self, event: Event) -> Await:
        """A wait for something like this event."""
        wanted = self._wanted(event)
        earlier = self._on[event.data["connection"]]
        nth = sum(self._accepts(wanted, one, event) for one in earlier[: earlier.index(event)]) + 1
        return Await(event.id, event.data["connection"], self._templated(replace(wanted, nth=nth), event.id))

    def wanted_by(self, wanted: Any) -> Wanted:
        """What is awaited by a recorded matcher; without one the end of the connection."""
        if wanted is None:
            return Wanted()
        if not isinstance(wanted, Mapping) or not {"matcher", "arguments"} <= wanted.keys():
            raise CannotTell("the record does not tell by what rule something was awaited: judge the server anew")
        return self._templated(_by_rule(wanted["matcher"], wanted["arguments"]), None)

    def _templated(self, wanted: Wanted, place: str | None) -> Wanted:
        members = None if wanted.members is None else self._flow.template(wanted.members, place)
        return replace(wanted, members=members, arguments=self._flow.template(dict(wanted.arguments), place))

    def _wanted(self, event: Event) -> Wanted:
        """How the check itself awaited it, or else what tells it from others."""
        if event.kind in ENDS:
            return Wanted()
        if event.id in self._awaited:
            return self._awaited[event.id]
        if event.kind != "received":
            return Wanted(rule=f"kind:{event.kind}")
        return Wanted(members=self._distinguishing(event))

    def _distinguishing(self, event: Event) -> dict[str, Any]:
        """The type of a frame, and those of its members that the client chose, unless they are what is judged."""
        frame = event.frame
        told = {name: frame[name] for name in TELLING if isinstance(frame.get(name), str)}
        if not told:
            ids = {actor.participant for actor in self._flow.actors if actor.participant is not None}
            told = {path: at(frame, path) for path in ("participantId", "participant/participantId")
                    if at(frame, path) in ids}  # fmt: skip
        reads_it = any(event.id == ids or event.id in ids for ids in self._broken.data["events"])
        kept = {name: value for name, value in told.items() if not (reads_it and name in self._judged)}
        return {**({"type": frame["type"]} if "type" in frame else {}), **kept}

    def _accepts(self, wanted: Wanted, event: Event, sought: Event) -> bool:
        if wanted.members is not None:
            return event.kind == "received" and all(
                at(event.frame, name) == value for name, value in wanted.members.items()
            )
        if wanted.rule is None:
            return event.kind in ENDS
        if wanted.rule.startswith("kind:"):
            return event.kind == sought.kind
        return MATCHERS[wanted.rule](event, **wanted.arguments) is None

    # -- lists --------------------------------------------------------------------------------------------------------

    def reading(self, ids: Sequence[str]) -> Reading:
        """A list of events, described by where they came, if that gives exactly these; else one by one."""
        parts: list[One | Heard] = []
        for connection, group in groupby((self._by_id[name] for name in ids), self._heard_on):
            found = list(group)
            heard = self._heard(str(connection), found) if connection is not None else None
            parts += [heard] if heard is not None else [One(event.id) for event in found]
        if sum(isinstance(part, One) for part in parts) > MOST_SINGLY:
            raise CannotTell("the rule reads a choice of events that the record does not explain")
        return parts[0] if len(parts) == 1 and isinstance(parts[0], Heard) else Listed(tuple(parts))

    def _heard_on(self, event: Event) -> str | None:
        return event.data.get("connection") if event.kind in COMING else None

    def _heard(self, connection: str, found: Sequence[Event]) -> Heard | None:
        """What came on a connection, whole or of some types, from an act on; ``None`` where that is not what was
        read."""
        everything = self._on[connection]
        first = everything.index(found[0])
        for chosen in (everything, [event for event in everything if event.frame.get("type") in _types(found)]):
            types = () if chosen is everything else _types(found)
            if found == chosen or _but_for_pings(found, chosen):
                return Heard(connection, None, types)
            since = self._act_before(everything, first)
            tail = [event for event in chosen if self._at[event.id] >= self._at[found[0].id]]
            if since is not None and _but_for_pings(found, tail):
                return Heard(connection, since, types)
        return None

    def _act_before(self, everything: Sequence[Event], first: int) -> str | None:
        """The act from which on exactly this came: between it and the one that is first nothing else came here."""
        start = self._at[everything[first - 1].id] if first else -1
        acts = [event.id for event in self._events[start + 1 : self._at[everything[first].id]]
                if event.kind in ("request", "opening", "sent", "close_sent", "fault")]  # fmt: skip
        return acts[0] if acts else None


def _types(found: Sequence[Event]) -> tuple[str, ...]:
    return tuple(sorted({str(event.frame.get("type")) for event in found if event.frame}))


def _but_for_pings(found: Sequence[Event], chosen: Sequence[Event]) -> bool:
    """Whether a list was all of it, but for pings that came behind its end."""
    size = len(found)
    return list(found) == list(chosen[:size]) and all(event.kind == "ping_received" for event in chosen[size:])


def _awaited(whole: Sequence[Event]) -> dict[str, Wanted]:
    """How the check itself awaited each event: by the first rule that it held against this event alone."""
    found: dict[str, Wanted] = {}
    for event in whole:
        if event.kind == "evaluation" and event.data["holds"] and len(event.data["events"]) == 1:
            name = event.data["events"][0]
            if isinstance(name, str) and name not in found and event.data["matcher"] in WAITING:
                found[name] = _by_rule(event.data["matcher"], event.data["arguments"])
    return found


WAITING = frozenset(
    {"basic.frame_has", "basic.is_first_frame", "guarantees.answers_message", "messages.is_frame_of",
     "attempts.answers_attempt", "answers.is_answer", "websocket.typing_of", "websocket.is_ping",
     "websocket.is_pong_of", "presence.updates", "outages.answered_or_ended", "roles.is_going_of"}
)  # fmt: skip
"""Matchers by which checks wait."""


def _by_rule(matcher: Any, recorded: Any) -> Wanted:
    arguments = as_the_rule_has_them(matcher, recorded)
    if matcher == "basic.frame_has":
        return Wanted(members=dict(arguments["fields"]))
    if matcher == "basic.is_first_frame":
        return Wanted(members={})
    return Wanted(rule=matcher, arguments=dict(arguments))
