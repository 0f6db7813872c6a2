"""Many messages in a short time: full queues, and rates that are used up."""

from __future__ import annotations

import math
from collections.abc import Coroutine, Mapping, Sequence
from typing import Any

from conformance.recorder.events import Event
from conformance.stage.limits import queue_limit
from conformance.stage.outcome import Inconclusive, NotRun
from conformance.stage.people import Person, Room, Tab
from conformance.stage.stage import Stage
from conformance.stage.workload import Speaker, lines_for, post, together, within_rate

MOST_MESSAGES = 5000
"""More are not sent for one check."""


def longest_stretch(stage: Stage) -> int:
    """The most events of one timeline that the server declares to have in one place; no more than half of what is sent
    for one check, and than the members of a conversation, but for two, can say at once within the rate."""
    pages = [int(stage.limits.get(name, default)) for name, default in (("sync_page", 500), ("history_page", 100))]
    talkers = int(stage.limits.get("max_participants", 100)) - 2
    sayable = min(MOST_MESSAGES // 2 - 1, talkers * within_rate(stage, MOST_MESSAGES))
    return max(1, min(max(queue_limit(stage), *pages), sayable))


def rate_of(stage: Stage) -> tuple[int, float]:
    """The declared rate; where there is none, a clause about it was never provoked."""
    rate = stage.limits.get("rate")
    if not isinstance(rate, Mapping):
        stage.never_provoked("the server declares no rate")
    if int(rate["messages"]) > MOST_MESSAGES:
        raise NotRun(f"it would take more than {MOST_MESSAGES} messages to reach the declared rate")
    return int(rate["messages"]), float(rate["per_seconds"])


def crowd(stage: Stage, messages: int) -> tuple[list[Person], Room, list[Tab]]:
    """As many people as it takes to say so much within the rate, in one room, each with a tab."""
    people, room = assembly(stage, messages)
    return people, room, [person.connects(room) for person in people]


def assembly(stage: Stage, messages: int) -> tuple[list[Person], Room]:
    """As many people as it takes to say so much within the rate, in one room."""
    if messages > MOST_MESSAGES:
        raise NotRun(f"it would take {messages} messages to fill the declared queue")
    each = within_rate(stage, messages)
    people = [stage.person(f"speaker{number}") for number in range(max(3, math.ceil(messages / each)))]
    return people, people[0].creates(*people[1:])


def flood(stage: Stage, tabs: Sequence[Tab], messages: int) -> list[tuple[Tab, dict[str, Any]]]:
    """Pipeline so many messages over these connections and wait until they are answered; what is not answered
    ``settle_ms`` after the answer before it is left to the judge."""
    said = pours(stage, tabs, messages)
    for tab, frame in said:
        if stage.loop.run(tab.answer_to(frame["message_id"])) is None:
            break
    return said


def pours(stage: Stage, tabs: Sequence[Tab], messages: int) -> list[tuple[Tab, dict[str, Any]]]:
    """Pipeline so many messages over these connections; returns them, with the connection of each."""
    said = [(tabs[number % len(tabs)], frame) for number, frame in enumerate(lines_for(stage, messages))]

    async def speaks(tab: Tab) -> None:
        for one, frame in said:
            if one is tab:
                await tab.socket.send(frame)

    together(stage, *(speaks(tab) for tab in tabs))
    return said


def flood_around(stage: Stage, tabs: Sequence[Tab], messages: int, other: Tab) -> None:
    """Flood one conversation while somebody speaks in another, and wait for all answers.

    Where the server can be made to stand still meanwhile, it finds both when it goes on.
    """
    lines = [(other, frame) for frame in lines_for(stage, within_rate(stage, 8))]
    if stage.server.can_pause:
        stage.server.pause()
    said = pours(stage, tabs, messages)
    for _, frame in lines:
        stage.loop.run(other.socket.send(frame))
    if stage.server.can_pause:
        stage.server.resume()
    for tab, frame in [*said, *lines]:
        if stage.loop.run(tab.answer_to(frame["message_id"])) is None:
            break


async def tries(speaker: Speaker, room: Room, frame: Mapping[str, Any]) -> Event | None:
    """Send one message, by socket or over REST, and wait for its answer, whatever it says."""
    if isinstance(speaker, Person):
        return (await post(speaker, room, frame)).event
    since = len(speaker.socket.events)
    await speaker.socket.send(frame)
    return await speaker.answer_to(frame["message_id"], since)


def in_waves(stage: Stage, work: Sequence[Coroutine[Any, Any, Event | None]]) -> float:
    """Run tries in waves that no queue is too short for; returns how many seconds passed from first to last send."""
    wave = max(1, queue_limit(stage) // 2)
    begun = stage.recorder.last.at
    for start in range(0, len(work), wave):
        together(stage, *work[start : start + wave])
    sent = [event for event in stage.recorder.events() if event.check == stage.check and event.at >= begun]
    times = [event.at for event in sent if event.kind in ("sent", "request")]
    return (times[-1] - times[0]) / 1e9


def refuse_slow(passed_s: float, most_s: float) -> None:
    """Raise :class:`Inconclusive` when sending took longer than the clause speaks of."""
    if passed_s > most_s:
        raise Inconclusive(f"sending took {passed_s:.2f} s, longer than the {most_s:.2f} s that the clause speaks of")
