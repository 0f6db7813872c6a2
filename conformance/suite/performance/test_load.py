"""What a server does when many people use it at once."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence

from conformance.load import pace
from conformance.load.crowd import under_load
from conformance.recorder import matchers as m
from conformance.recorder.events import Event
from conformance.recorder.matchers import load
from conformance.stage import Stage, Tab, check
from conformance.stage.outcome import Inconclusive, NotRun

TALKERS = 10


@check("load.delivery-p95", "SLO-DELIVERY-02", phase="performance", hostile=True)
def test_most_messages_arrive_in_time_under_load(stage: Stage) -> None:
    """The load that the profile declares: where it says nothing, forty people in five conversations, fifty messages a
    second."""
    crowd = under_load(stage)
    bound = stage.bound("SLO-DELIVERY-02")
    pairs = crowd.deliveries()
    crowd.machine.judge(stage, "SLO-DELIVERY-02", m.percentile_below, *pairs, percentile=95, bound_ms=bound)


@check("load.delivery-p99", "SLO-DELIVERY-03", phase="performance", hostile=True)
def test_nearly_all_messages_arrive_in_time_under_load(stage: Stage) -> None:
    """The slowest hundredth of the same deliveries."""
    crowd = under_load(stage)
    bound = stage.bound("SLO-DELIVERY-03")
    pairs = crowd.deliveries()
    crowd.machine.judge(stage, "SLO-DELIVERY-03", m.percentile_below, *pairs, percentile=99, bound_ms=bound)


@check("load.nothing-lost", "SLO-LOSS-01", phase="performance", hostile=True)
def test_nothing_is_lost_under_load(stage: Stage) -> None:
    """Every acknowledged message reached every connection that stayed open."""
    crowd = under_load(stage)
    stage.judge("SLO-LOSS-01", load.nothing_lost, crowd.sent, crowd.received(), rooms=crowd.rooms)


@check("load.nothing-leaked", "SLO-LEAK-01", phase="performance", hostile=True)
def test_nothing_leaks_under_load(stage: Stage) -> None:
    """Nobody was sent an event of a conversation that they are not in."""
    crowd = under_load(stage)
    stage.judge("SLO-LEAK-01", load.nothing_leaked, crowd.received(), rooms=crowd.rooms)


@check("load.connections-stay", "SLO-DROP-01", phase="performance", hostile=True)
def test_connections_stay_open_under_load(stage: Stage) -> None:
    """Less than one connection in a hundred is ended by the server; of forty, so few that it may be chance tell
    nothing."""
    crowd = under_load(stage)
    everybody, bound = len(crowd.everybody()), stage.bound("SLO-DROP-01")
    ended = len(load.ended_in(crowd.received()))
    if 100 * ended >= bound * everybody and load.may_be_chance(ended, everybody, bound):
        raise Inconclusive(f"{ended} of {everybody} connections were ended, which may be chance at {bound:g} percent")
    stage.judge("SLO-DROP-01", load.few_closed, crowd.received(), connections=everybody, bound_percent=bound)


@check("load.hundred-messages-a-second", "SLO-RATE-01", phase="performance", hostile=True)
def test_one_conversation_takes_a_hundred_messages_a_second(stage: Stage) -> None:
    """Ten people talk at once; the server is never more than its own ``settle_ms`` behind."""
    people = stage.people(*(f"user{number}" for number in range(10)))
    room = people[0].creates(*people[1:])
    tabs = [person.connects(room) for person in people]
    per_second = int(stage.bound("SLO-RATE-01"))
    count = stage.rounds(2 * per_second, least=per_second // 2)
    sent, machine = pace.send([pace.Due(tabs[i % len(tabs)], i / per_second) for i in range(count)])
    mine = {tab.socket.name: tab for tab in tabs}
    acks = _acks_that_come(stage, mine, sent)
    machine.judge(stage, "SLO-RATE-01", load.keeps_pace, sent, acks, bound_ms=stage.settle_s * 1000)


def _acks_that_come(stage: Stage, mine: Mapping[str, Tab], sent: Sequence[Event]) -> list[Event]:
    """The acks of these frames, of which each may be ``settle_ms`` behind the one before: a later one misses the level,
    and does not say that the server acknowledges nothing."""
    begun = time.monotonic_ns()
    acks: list[Event] = []
    patience = stage.settle_s
    for frame in sent:
        ack = mine[frame.data["connection"]].acknowledged(frame, patience)
        if ack is None:
            stage.refuse_stalled(begun)
            patience = 0
        else:
            acks.append(ack)
    return acks


@check("load.hundred-people", "SLO-PEOPLE-01", phase="performance", hostile=True)
def test_one_conversation_serves_a_hundred_people(stage: Stage) -> None:
    """A hundred people are connected to one conversation, and all of them hear what one says."""
    many = int(stage.bound("SLO-PEOPLE-01"))
    if stage.limits.get("max_participants", many) < many:
        raise NotRun(f"needs {many} participants in a conversation, and the server declares fewer")
    people = stage.people(*(f"user{number}" for number in range(many)))
    room = people[0].creates(*people[1:])
    tabs = [person.connects(room) for person in people]
    said = tabs[0].says("to everybody")
    for tab in tabs:
        tab.hears(said, "SLO-PEOPLE-01")
    heard = [event for tab in tabs for event in tab.events]
    names = [tab.socket.name for tab in tabs]
    stage.judge("SLO-PEOPLE-01", load.all_heard, heard, message_ids=[said.message_id], connections=names)


@check("load.thousand-connections", "SLO-CONN-01", phase="performance", hostile=True)
def test_one_server_holds_a_thousand_connections(stage: Stage) -> None:
    """A thousand connections are open at once, and each still gets an answer."""
    many = int(stage.bound("SLO-CONN-01"))
    each = min(50, int(stage.limits.get("max_participants", 50)))
    opened = min(many, each * stage.rounds(math.ceil(many / each)))
    tabs: list[Tab] = []
    for number in range(0, opened, each):
        people = stage.people(*(f"user{seat}" for seat in range(number, min(number + each, opened))))
        room = people[0].creates(*people[1:])
        tabs.extend(person.connects(room) for person in people)
    said = {}
    for tab in tabs[::each]:
        said[tab.room.id] = tab.says("still here")
    for tab in tabs:
        tab.hears(said[tab.room.id], "SLO-CONN-01")
    if opened < many:
        raise Inconclusive(f"{opened} connections were held; the level asks for {many} (intensity 1)")


@check("load.memory-settles", "SLO-MEM-01", phase="performance", needs=("launch",), hostile=True)
def test_memory_does_not_grow_from_cycle_to_cycle(stage: Stage) -> None:
    """Equal cycles of people who come, talk and go; what is left after each is as much as after the one before."""
    if stage.server.resident_bytes() is None:
        raise NotRun("needs the server's process")
    served: list[Event] = []
    sizes: list[int] = []
    cycles = min(4, stage.rounds(4))
    bound, lines = stage.bound("SLO-MEM-01"), stage.rounds(200, least=50)
    length = _length_that_shows(stage, bound, lines)
    for cycle in range(cycles):
        people = stage.people(*(f"user{cycle}.{seat}" for seat in range(TALKERS)))
        room = people[0].creates(*people[1:])
        tabs = [person.connects(room) for person in people]
        sent, _ = pace.send([pace.Due(tabs[i % len(tabs)], i / 100) for i in range(lines)], length)
        mine = {tab.socket.name: tab for tab in tabs}
        served.extend(mine[frame.data["connection"]].acknowledges(frame) for frame in sent)
        for tab in tabs:
            tab.closes()
        sizes.append(stage.server.resident_bytes() or 0)
    if cycles < 4:
        raise Inconclusive(f"{cycles} of 4 cycles were run: too few to see a slope (intensity 1)")
    # The first cycle fills caches that every later one finds full.
    stage.judge("SLO-MEM-01", load.memory_settles, served, after_cycles=sizes[1:], bound_percent=bound)


def _length_that_shows(stage: Stage, bound_percent: float, lines: int) -> int:
    """So long lines that a server grows by twice the bound in each cycle if it keeps a copy of a line for each of those
    who hear it, or as long as it takes them.

    What it keeps of each message is seen from ``bound * size / lines`` bytes on: 15 kB for a server of 60 MB.
    """
    too_much = 2 * bound_percent / 100 * (stage.server.resident_bytes() or 0)
    return min(math.ceil(too_much / (lines * TALKERS)), int(stage.limits.get("max_content_length", 10_000)))
