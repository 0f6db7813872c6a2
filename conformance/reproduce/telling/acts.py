"""PURE: one recorded act -> the step that does it again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from conformance.recorder.events import Event
from conformance.reproduce.flow import Flow
from conformance.reproduce.story import Ask, CannotTell, Close, Cut, Dial, Fault, Open, Say, Send, Step

ACTS = frozenset({"request", "opening", "sent", "close_sent", "fault"})
"""Kinds of event that are somebody's doing."""

RAW_SHOWN = 4096
"""Of raw bytes no more than this is recorded."""

OF_THE_SUITE = frozenset({"user-agent", "x-conformance-check"})
"""Headers that the suite adds to everything."""


class Acts:
    """What was done in ``events``; ``flow`` knows where each value came from."""

    def __init__(self, events: Sequence[Event], flow: Flow) -> None:
        self._events = events
        self._flow = flow
        self._places = {event.id: place for place, event in enumerate(events)}
        self._answers = _answers(events)
        self._raw = {event.data["connection"] for event in events
                     if event.kind == "opening" and event.data["path"] == "(raw)"}  # fmt: skip

    def step(self, act: Event) -> Step:
        """What does once more what this event of one of the :data:`ACTS` tells."""
        match act.kind:
            case "request":
                return self._say(act) if act.data["method"] == "(raw)" else self._ask(act)
            case "opening":
                return self._dial(act) if act.data["path"] == "(raw)" else self._open(act)
            case "sent":
                return self._send(act)
            case "close_sent":
                return Close(act.id, act.data["connection"], act.data["code"], act.data["reason"])
            case "fault" if act.data["what"] == "drop":
                return Cut(act.id, act.data["connection"])
            case "fault":
                return Fault(act.id, act.data["what"])
            case _:
                raise ValueError(f"{act.id}: {act.kind} is no act")

    def _ask(self, event: Event) -> Step:
        answer = self._answer_to(event)
        body, content = _as_sent(event)
        step = Ask(
            event.id,
            answer.id,
            self._flow.actor_of(event).name,
            event.data["method"],
            self._flow.template(event.data["path"], event.id),
            self._headers(event, json_body=body is not None),
            self._flow.template(body, event.id),
            content,
        )
        return self._begun(step, answer)

    def _open(self, event: Event) -> Step:
        answer = self._answer_to(event)
        step = Open(
            event.id,
            answer.id,
            self._flow.actor_of(event).name,
            event.data["connection"],
            self._flow.template(event.data["path"], event.id),
            self._headers(event, json_body=False),
            tuple(event.data.get("subprotocols", ("chat.v1",))),
            event.data.get("answers_pings", True),
        )
        return self._begun(step, answer)

    def _begun(self, step: Ask | Open, answer: Event) -> Ask | Open:
        """The step, begun only where others acted before its answer came."""
        between = self._events[self._places[step.id] + 1 : self._places[answer.id]]
        return replace(step, begun=any(event.kind in ACTS for event in between))

    def _answer_to(self, event: Event) -> Event:
        if event.id not in self._answers:
            raise CannotTell("the rule failed while a request of its own story was still under way")
        return self._answers[event.id]

    def _send(self, event: Event) -> Step:
        form = next(name for name in ("frame", "text", "bytes", "wire") if name in event.data)
        value = event.data[form]
        if form == "wire" and len(value) >= 2 * RAW_SHOWN:
            raise CannotTell(f"it sends more than {RAW_SHOWN} raw bytes, of which the record holds the beginning only")
        return Send(event.id, event.data["connection"], form, self._flow.template(value, event.id))

    def _headers(self, event: Event, *, json_body: bool) -> Mapping[str, Any]:
        """The headers that the file has to name: those that it does not send by itself."""
        actor = self._flow.actor_of(event)
        usual = {
            "Authorization": f"Bearer {actor.label}",
            **({"Content-Type": "application/json"} if json_body else {}),
        }
        return {
            name: self._flow.template(value, event.id)
            for name, value in event.data["headers"].items()
            if name.lower() not in OF_THE_SUITE and usual.get(name) != value
        }

    def _dial(self, event: Event) -> Step:
        first = next((one for one in self._events if one.data.get("connection") == event.data["connection"]
                      and one.kind == "request"), None)  # fmt: skip
        actor = self._flow.actor_of(first if first is not None else event)
        if any(one.kind == "handshake" and one.data["connection"] == event.data["connection"] for one in self._events):
            raise CannotTell("it reads a socket byte by byte, with small buffers: a reader who is slow on purpose")
        return Dial(event.id, event.data["connection"], actor.name)

    def _say(self, event: Event) -> Step:
        text = str(event.body)
        if len(text) >= RAW_SHOWN:
            raise CannotTell(f"it sends more than {RAW_SHOWN} raw bytes, of which the record holds the beginning only")
        answer = self._answers.get(event.id)
        if event.data.get("connection") not in self._raw:
            raise CannotTell("it sends raw bytes on a connection whose beginning is not recorded")
        return Say(
            event.id, event.data["connection"], self._flow.template(text, event.id), answer.id if answer else None
        )


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
