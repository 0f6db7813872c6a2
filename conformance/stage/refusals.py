"""Refusals on purpose: things that must be refused, and a rate that is exceeded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.recorder import matchers as m
from conformance.recorder.events import Event
from conformance.recorder.matchers import answers as am
from conformance.stage import messages as say
from conformance.stage.people import Person, Room, Tab

MOST_TO_PROVOKE = 1000
"""More messages than this are not sent to find out whether a rate is kept."""


def answer_to(tab: Tab, clause: str, frame: Mapping[str, Any] | str) -> Event:
    """The answer to one frame, whatever it says; sent within the declared rate, so that it is about the frame."""
    tab.person.keep_to_rate()
    asks_to_read = isinstance(frame, Mapping) and frame.get("type") == "read"
    return say.asks(tab, clause, frame, *am.ANSWERS, *(["read"] if asks_to_read else []))


def message_frame(tab: Tab, **members: Any) -> dict[str, Any]:
    """A message frame; one of ``...`` is left out."""
    frame = {"type": "message", "message_id": tab.person.stage.fresh("msg"), "content": "hello", **members}
    return {name: value for name, value in frame.items() if value is not ...}


def answers_to_one(tab: Tab, clause: str, frame: Mapping[str, Any] | str) -> list[Event]:
    """Everything that came between a frame and the answer to a ``ping`` sent once the frame had been answered.

    A ``read`` must carry a ``ref``, or its answer could not be told from the news of a marker.
    """
    since = len(tab.events)
    tab.person.keep_to_rate()
    tab.sends(frame)
    tab.until(clause, am.is_answer, since=since, awaited="answer", read_ref=read_ref_of(frame))
    later = {"type": "ping", "nonce": tab.person.stage.fresh("later")}
    tab.sends(later)
    pong = {"type": "pong", "nonce": later["nonce"]}
    end = tab.until(clause, m.frame_has, since=since, awaited="answer to a later ping", fields=pong)
    return [event for event in tab.events[since:] if event.at < end.at]


def read_ref_of(frame: Mapping[str, Any] | str) -> str | None:
    """The ``ref`` by which the answer to a ``read`` is known; ``None`` for other frames."""
    return str(frame["ref"]) if isinstance(frame, Mapping) and frame.get("type") == "read" else None


def exceeds_rate(person: Person, room: Room, via: str) -> Event | None:
    """The first refusal with ``RATE_LIMITED`` or ``QUEUE_FULL`` when a person says more than they may; ``None``
    where the server declares no rate, one too high to be reached here, or did not refuse."""
    rate = person.stage.limits.get("rate")
    if not isinstance(rate, Mapping) or 2 * int(rate["messages"]) + 1 > MOST_TO_PROVOKE:
        return None
    tab = say.open_tab(person, room)
    since = len(tab.events)
    sent = 2 * int(rate["messages"]) + 1
    for _ in range(sent):
        tab.sends(message_frame(tab))
    tab.barrier()
    refused = [event for event in tab.events[since:] if event.frame.get("code") in ("RATE_LIMITED", "QUEUE_FULL")]
    if not refused or via == "ws":
        return refused[0] if refused else None
    body = {"message_id": person.stage.fresh("msg"), "content": "one more"}
    answer = person.request("POST", room.path("/messages"), body)
    return answer.event if answer.status == 429 else None
