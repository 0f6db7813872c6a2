"""Several people at once, on several connections and both transports: what they recorded, judged as one history."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from conformance.history import delivery, messages, order, reading, sessions
from conformance.recorder import matchers as m
from conformance.stage import Stage, check
from conformance.stage.conversations import whole_timeline
from conformance.stage.flooding import assembly, longest_stretch
from conformance.stage.limits import queue_limit
from conformance.stage.outcome import Inconclusive
from conformance.stage.people import Person, Room, Tab
from conformance.stage.power import tries_to_see
from conformance.stage.receipts import looks_at
from conformance.stage.talking import (
    crowd,
    lines_beside,
    refuse_silence,
    talking,
    until_talked_through,
    voices,
)
from conformance.stage.workload import (
    A_LONG_TALK,
    answered,
    closing_line,
    come_at_once,
    go_at_once,
    history,
    lines_for,
    meanwhile,
    talk,
    together,
    within_rate,
)

NAMES = ("alice", "bob", "carol")
JOINS = tries_to_see(0.1)
"""A bug that shows where a join and a line become visible together is to be seen if one join in ten is so met; that
joins and bursts of lines begin in the same moment makes it more."""
OPENINGS = tries_to_see(0.25)
"""A connection opened in a busy room meets a line on its way into the store at least once in four times."""
MOST_IN_A_BURST = 8
"""Of each speaker; more would only let the same joins be met more often."""
LINES_BESIDE_RECONNECTS = tries_to_see(0.01, missed=0.08)
"""A loss of one line in a hundred beside somebody's reconnects is to show in 92 runs of 100, as it does under the load
that profiles declare (:class:`conformance.target.profile.Load`)."""


def _crowd(stage: Stage) -> tuple[tuple[Person, ...], Room, list[Tab]]:
    """Three people, each with a tab."""
    people = stage.people(*NAMES)
    room = people[0].creates(*people[1:])
    return people, room, [person.connects(room) for person in people]


def _lines(stage: Stage, most: int) -> int:
    return within_rate(stage, stage.rounds(most, least=6))


@check("order.agreed-by-everybody", "ORD-AGREE-01")
def test_one_number_names_one_event_for_everybody(stage: Stage) -> None:
    """Three people talk at once; live, by sync and over REST each number is the same event for all of them."""
    people, room, tabs = _crowd(stage)
    talk(stage, room, tabs, _lines(stage, A_LONG_TALK))
    closing_line(room, people[0], tabs)
    for tab, person in zip(tabs, people, strict=True):
        tab.sends({"type": "sync", "last_sequence_id": 0})
        tab.until("SYNC-PAGE-01", m.frame_has, awaited="sync page", fields={"type": "sync"})
        whole_timeline(person, room)
    stage.judge("ORD-AGREE-01", order.all_agree, history(stage))


@check("order.numbers-under-a-race", "ORD-RACE-01")
def test_racing_messages_leave_no_gap_and_share_no_number(stage: Stage) -> None:
    """Three people send at once, each on a socket and over REST; the timeline rises by exactly 1."""
    people, room, tabs = _crowd(stage)
    talk(stage, room, [*tabs, *people], _lines(stage, 10))
    stage.judge("ORD-RACE-01", order.numbers_are_whole, whole_timeline(people[0], room), history(stage))


@check("order.agrees-with-real-time", "RT-ORDER-01")
def test_what_is_sent_after_an_answer_is_numbered_after_it(stage: Stage) -> None:
    """Alice, bob and carol take turns on both transports, each after the answer to the one before, while others
    talk."""
    people, room, tabs = _crowd(stage)
    for number in range(_lines(stage, 8)):
        speaker = people[number % 3]
        speaker.says(room, f"turn {number}", via=stage.random.choice(("rest", "ws")))
    talk(stage, room, [*tabs, people[0]], _lines(stage, 6))
    people[1].says(room, "after all of that", via="rest")
    stage.judge("RT-ORDER-01", order.order_agrees_with_time, history(stage))


@check("order.acks-name-their-own-event", "MSG-EVENT-01")
def test_each_answer_names_the_number_of_its_own_message(stage: Stage) -> None:
    """Three people send at once, each on a socket and over REST; everybody is told where their own line stands."""
    people, room, tabs = _crowd(stage)
    said = talk(stage, room, [*tabs, *people], _lines(stage, 6))
    closing_line(room, people[0], tabs)
    pages = whole_timeline(people[0], room)
    for frame in (frame for frames in said for frame in frames):
        stage.judge("MSG-EVENT-01", messages.one_number_for_all, history(stage), pages, message_id=frame["message_id"])


@check("order.fifo-of-a-connection", "RT-FIFO-01")
def test_a_persons_own_lines_keep_their_order(stage: Stage) -> None:
    """Alice types quickly while bob and carol talk, and of her next lines some are long; all of them are numbered in
    the order she sent them."""
    _, room, tabs = _crowd(stage)
    talk(stage, room, tabs, _lines(stage, 12))
    frames = lines_for(stage, _lines(stage, 12))
    for frame in frames[::3]:
        frame["content"] = "at length " * (min(int(stage.limits.get("max_content_length", 10_000)), 10_000) // 10)
    together(stage, _in_one_go(tabs[0], frames))
    for frame in frames:
        answered(tabs[0], frame["message_id"])
    stage.judge("RT-FIFO-01", order.numbers_follow_the_sender, history(stage))


@check("order.acks-of-a-connection", "RT-FIFO-02")
def test_acks_come_in_the_order_of_sending(stage: Stage) -> None:
    """Alice sends without waiting, then some of it again among new lines; the acks come first to last."""
    _, room, tabs = _crowd(stage)
    said = talk(stage, room, tabs, _lines(stage, 12))
    fresh = lines_for(stage, _lines(stage, 12) // 2)
    since = len(tabs[0].events)
    together(stage, _in_one_go(tabs[0], [frame for pair in zip(fresh, said[0], strict=False) for frame in pair]))
    for frame in (*fresh, *said[0][: len(fresh)]):
        wanted = {"type": "message_ack", "message_id": frame["message_id"]}
        tabs[0].until("MSG-ACK-01", m.frame_has, since=since, awaited="message_ack", fields=wanted)
    stage.judge("RT-FIFO-02", order.acks_follow_the_sender, history(stage))


@check("order.sync-behind-a-message", "RT-FIFO-03")
def test_a_sync_behind_a_message_reflects_it(stage: Stage) -> None:
    """Alice sends a line and, without waiting, asks where things stand: behind that line."""
    alice = stage.person("alice")
    room = alice.creates()
    tab = alice.connects(room)
    for frame in lines_for(stage, _lines(stage, 8)):
        since = len(tab.events)
        together(stage, _in_one_go(tab, [frame, {"type": "sync", "last_sequence_id": 0}]))
        answered(tab, frame["message_id"])
        tab.until("SYNC-PAGE-01", m.frame_has, since=since, awaited="sync page", fields={"type": "sync"})
    stage.judge("RT-FIFO-03", order.sync_follows_messages, history(stage))


async def _in_one_go(tab: Tab, frames: list[dict[str, object]]) -> None:
    for frame in frames:
        await tab.socket.send(frame)


@check("session.own-writes-over-rest", "RYW-REST-01")
def test_a_person_reads_their_own_words_over_rest(stage: Stage) -> None:
    """After each answer, by either transport, alice's next page and resource reflect her line."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    for number in range(_lines(stage, 6)):
        alice.says(room, f"line {number}", via=("ws", "rest")[number % 2])
        alice.reads_events(room)
        answer = alice.request("GET", room.resource)
        stage.judge("CONV-GET-01", m.status_is, answer.event, expected=[200])
    stage.judge("RYW-REST-01", sessions.own_writes_are_read, history(stage), kind="rest")


@check("session.own-writes-on-other-connections", "RYW-CONN-01")
def test_a_persons_other_connections_know_of_their_words(stage: Stage) -> None:
    """Alice writes in one tab, or over REST, and then opens another and syncs in a third: each knows of her line."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    writing, syncing = alice.connects(room), alice.connects(room)
    for number in range(_lines(stage, 6)):
        if number % 2:
            alice.says(room, f"by post {number}", via="rest")
        else:
            writing.says(f"by socket {number}")
        since = len(syncing.events)
        syncing.sends({"type": "sync", "last_sequence_id": 0})
        syncing.until("SYNC-PAGE-01", m.frame_has, since=since, awaited="sync page", fields={"type": "sync"})
        alice.connects(room).closes()
    stage.judge("RYW-CONN-01", sessions.own_writes_are_read, history(stage), kind="socket")


@check("session.reads-never-go-back", "RYW-MONO-01")
def test_what_a_person_has_seen_stays_seen(stage: Stage) -> None:
    """Bob hears a line of alice's, then reads page and resource, syncs and opens another tab: none of it is older, also
    where he has just asked for the same."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    speaking, listening = alice.connects(room), bob.connects(room)
    for frame in lines_for(stage, _lines(stage, 12)):
        alice.keep_to_rate()
        bob.reads_events(room)
        # Nothing but the line between two looks: what a server keeps for a moment it still has.
        looks_at(bob, room)
        listening.receives(speaking.sends(frame))
        looks_at(bob, room)
        bob.reads_events(room)
        since = len(listening.events)
        listening.sends({"type": "sync", "last_sequence_id": 0})
        listening.until("SYNC-PAGE-01", m.frame_has, since=since, awaited="sync page", fields={"type": "sync"})
        bob.connects(room).closes()
    stage.judge("RYW-MONO-01", sessions.reads_never_go_back, history(stage))


@check("phantom.nothing-is-invented", "PHAN-EVENT-01")
def test_everybody_is_shown_what_was_said(stage: Stage) -> None:
    """Three people talk at once, and every second line mentions somebody; every event carries the words of its author,
    and mentions whom they did."""
    people, room, tabs = _crowd(stage)
    names = {person.id: person.name for person in people}
    queue = queue_limit(stage)
    speaking = tabs[: max(1, queue // 2)]  # two lines of each fit into the declared queue
    each = min(_lines(stage, 8), max(1, queue // len(speaking)))
    mixed = [lines_for(stage, each) for _ in speaking]
    for frame in (frame for frames in mixed for frame in frames[::2]):
        frame["mentions"] = [people[1].id]
    together(stage, *(_in_one_go(tab, frames) for tab, frames in zip(speaking, mixed, strict=True)))
    for tab, frames in zip(speaking, mixed, strict=True):
        answered(tab, frames[-1]["message_id"])
    talk(stage, room, [*tabs, *people], _lines(stage, 6))
    closing_line(room, people[0], tabs)
    whole_timeline(people[1], room)
    stage.judge("PHAN-EVENT-01", messages.nothing_invented, history(stage), people=names)


@check("exactly-once.no-id-at-two-numbers", "ONCE-TWICE-01")
def test_a_line_that_is_sent_again_much_later_stands_there_once(stage: Stage) -> None:
    """Alice's first lines are sent again, on both transports, when more was said after them than the server declares
    to hold of a timeline in any one place: in its queue, in a page of a sync, in a page of its history."""
    others_say = longest_stretch(stage) + 1
    (alice, *others), room = assembly(stage, others_say + within_rate(stage, others_say))
    tab = alice.connects(room)
    early = [tab.says(f"early {number}") for number in range(2)]
    talk(stage, room, others, math.ceil(others_say / len(others)))
    for said in early:
        alice.says(room, said.content, via="rest", message_id=said.message_id)
        tab.says(said.content, message_id=said.message_id)
    stage.judge("ONCE-TWICE-01", messages.no_id_twice, whole_timeline(others[0], room))


@check("delivery.gapless", "DLV-GAP-01")
def test_every_connection_gets_every_event(stage: Stage) -> None:
    """Three people talk at once in bursts, and then three others while guests join, all in the same moment; on each of
    their connections numbers rise by exactly 1."""
    people = stage.people(*NAMES)
    guests = stage.people("dave", "erin", "frank", "grace")
    zoe, *others = stage.people("zoe", "heidi", "ivan", "judy")
    room = people[0].creates(*people[1:], zoe, *others, access="open")
    tabs = [person.connects(room) for person in people]
    speaking = [person.connects(room) for person in others]
    listening = [*tabs, *speaking, people[0].connects(room), zoe.connects(room)]
    talk(stage, room, [*tabs, people[1]], _lines(stage, 16))
    comings = stage.rounds(math.ceil(JOINS / len(guests)), least=4)
    for _ in range(comings):
        each = _in_a_burst(stage, comings, speaking)
        come = meanwhile(stage, come_at_once(guests, room))
        talk(stage, room, speaking, each)
        come()
        together(stage, go_at_once(guests, room))
    stage.judge("DLV-GAP-01", delivery.rises_by_one, history(stage))
    closing_line(room, zoe, listening)
    stage.judge("DLV-GAP-01", delivery.rises_by_one, history(stage))
    if not reading.joins_beside_lines(history(stage)):
        raise Inconclusive("no join was under way together with a line: nothing was seen of the two at once")


def _in_a_burst(stage: Stage, times: int, speakers: Sequence[Tab]) -> int:
    """How many lines each of the speakers may say now, and so many times in one window of the declared rate, for the
    declared queue to take them all at once; where that is less than one line, wait until it is one."""
    rate = stage.limits.get("rate")
    queue = max(1, queue_limit(stage) // len(speakers))
    allowed = max(1, int(rate["messages"]) // times) if isinstance(rate, Mapping) else queue
    each = min(MOST_IN_A_BURST, queue, allowed)
    for tab in speakers:
        for _ in range(each):
            tab.person.keep_to_rate()
    return each


@check("delivery.gapless-beside-reconnects", "DLV-GAP-01")
def test_connections_that_stay_miss_nothing_while_others_come_and_go(stage: Stage) -> None:
    """A crowd talks without a pause while one of them reconnects again and again; whoever stays gets every event."""
    lines = stage.rounds(LINES_BESIDE_RECONNECTS, least=20)
    many = max(5, voices(stage, lines, beside=1))
    *crowd, restless = stage.people(*(f"speaker{number}" for number in range(many)), "restless")
    room = restless.creates(*crowd)
    tabs = [person.connects(room) for person in crowd]
    with talking(stage, tabs) as talk:
        while len(talk.said) < lines and not talk.stopped:
            restless.connects(room).closes()
    stage.judge("DLV-GAP-01", delivery.rises_by_one, history(stage))
    closing_line(room, restless, tabs)
    stage.judge("DLV-GAP-01", delivery.rises_by_one, history(stage))


@check("delivery.joined-to-the-snapshot", "DLV-RACE-01")
def test_a_connection_opened_in_a_busy_room_misses_nothing(stage: Stage) -> None:
    """Alice, and others where she may not say so much, talk without a pause while bob opens one connection after the
    other: each begins without a hole."""
    alice, bob = stage.people("alice", "bob")
    most = max(2, int(stage.limits.get("max_connections_per_participant", 5)))
    rounds = stage.rounds(OPENINGS, least=4)
    beforehand = alice.creates(bob)
    # The greeting of an empty room is no measure for one in which people talk.
    alice.says(beforehand, "something to begin with", via="rest")
    bob.connects(beforehand).closes()  # tells how long a greeting takes here
    room, tabs = crowd(alice, bob, rounds * lines_beside(bob))
    opened = [bob.connects(room)]

    def opens_another() -> None:
        if len(opened) == most:
            opened.pop(0).closes()
        with talking(stage, tabs):
            opened.append(bob.connects(room))

    for _ in range(rounds):
        opens_another()
    until_talked_through(bob, opens_another)
    last = closing_line(room, alice, [*tabs, *opened], clause="DLV-RACE-01")
    stage.judge("DLV-RACE-01", delivery.no_gap_and_no_overlap, history(stage), up_to=last)
    refuse_silence(bob, "a greeting")
