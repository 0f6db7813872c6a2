"""A crowd under load: people in conversations, all connected, talking on one open schedule, as the profile declares.

The load is run once in a process and judged by several checks: each service level reads the same recorded events.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from conformance.load.pace import Due, Machine, send
from conformance.recorder.events import Event
from conformance.stage.people import Room, Tab
from conformance.stage.stage import Stage


@dataclass(frozen=True, slots=True)
class Load:
    """What was done and what came of it: ``sent`` frames, and for each the connections that had to hear it."""

    sent: list[Event]
    machine: Machine
    tabs: dict[str, list[Tab]]
    rooms: dict[str, str]

    def deliveries(self) -> tuple[list[Event], list[Event]]:
        """Every delivery that was owed to somebody else: the frames, and the live events, pair by pair.

        A delivery that did not happen by the end of the load is none: it is waited for, and judged, first.
        """
        started, ended = [], []
        for tab in self.everybody():
            heard = {str(e.frame.get("message_id")): e for e in tab.events if e.frame.get("type") == "message"}
            for frame in self.sent_to(tab):
                if frame.data["connection"] != tab.socket.name:
                    name = frame.frame["message_id"]
                    started.append(frame)
                    ended.append(heard[name] if name in heard else tab.receives(frame))
        return started, ended

    def sent_to(self, tab: Tab) -> list[Event]:
        """The frames that a connection had to hear."""
        return [frame for frame in self.sent if self.rooms[frame.data["connection"]] == tab.room.id]

    def everybody(self) -> list[Tab]:
        """Every connection of the crowd."""
        return [tab for tabs in self.tabs.values() for tab in tabs]

    def received(self) -> list[Event]:
        """Everything that anybody was sent, and how connections ended."""
        return [event for tab in self.everybody() for event in tab.events]


def under_load(stage: Stage) -> Load:
    """The load of this process, run when it is first asked for."""
    return stage.once("load", lambda: _run(stage))


def _run(stage: Stage) -> Load:
    tabs: dict[str, list[Tab]] = defaultdict(list)
    declared = stage.load
    for number in range(declared.rooms):
        people = stage.people(*(f"user{number}.{seat}" for seat in range(declared.people)))
        room: Room = people[0].creates(*people[1:])
        tabs[room.id] = [person.connects(room) for person in people]
    everybody = [tab for group in tabs.values() for tab in group]
    count = stage.rounds(declared.per_second * declared.seconds, least=declared.per_second)
    schedule = [Due(stage.random.choice(everybody), number / declared.per_second) for number in range(count)]
    sent, machine = send(schedule)
    for tab in everybody:
        tab.barrier()  # whatever was on its way has come before this pong
    return Load(sent, machine, dict(tabs), {tab.socket.name: tab.room.id for tab in everybody})
