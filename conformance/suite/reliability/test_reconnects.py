"""Connections that break, all at once or in mid-sentence, and servers that restart: nobody loses a line."""

from __future__ import annotations

from conformance.history import delivery, reading
from conformance.recorder import matchers as m
from conformance.recorder.events import Event
from conformance.stage import Room, Stage, Tab, check
from conformance.stage.auth import wait_named_in, waits
from conformance.stage.catching_up import (
    connected,
    last_heard,
    recovers,
    relay,
    reopen_at_once,
    resume_query,
    syncs_to_the_head,
)
from conformance.stage.limits import comes_in_within
from conformance.stage.workload import closing_line, meanwhile, talk, within_rate

TRIES = 3
"""So often somebody comes again who is told each time when to."""


def _live(tab: Tab) -> list[Event]:
    return [event for event in tab.events if reading.is_live(event)]


def _catches_up(stage: Stage, clause: str, before: Tab, again: Tab, after: int, last: int) -> None:
    """What came before the cut, in the pages and after it is the whole timeline."""
    first = connected(again)
    recovers(stage, clause, first, after)
    page = m.events_of(first)
    reached = page[-1]["sequence_id"] if page else after
    more = syncs_to_the_head(again, reached) if first.frame.get("has_more") is True else []
    begun = connected(before).frame["current_sequence_id"]
    stage.judge(
        clause, delivery.holds_everything_once, _live(before), [first, *more], _live(again), after=begun, up_to=last
    )


@check("sync.after-a-cut", "SYNC-AWAY-01")
def test_lines_that_were_on_their_way_when_the_network_broke_come_later(stage: Stage) -> None:
    """Bob's network swallows what the server sends him and then breaks; after his return he has every line once."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    for _ in range(stage.rounds(2, least=1)):
        with relay(stage) as (network, endpoint):
            before = bob.connects(room, endpoint=endpoint)
            before.hears(alice.says(room, "bob hears this", via="ws"))
            network.holds_to_client = True
            for number in range(stage.rounds(4, least=2)):
                alice.says(room, f"on its way {number}", via="ws")
            network.reset()
            before.ends("SYNC-AWAY-01", stage.settle_s)
        after = last_heard(before)
        again = bob.connects(room, query=resume_query(before, after))
        last = closing_line(room, alice, [again])
        _catches_up(stage, "SYNC-AWAY-01", before, again, after, last)
        again.closes()


@check("sync.after-a-cut-in-a-busy-room", "SYNC-AWAY-01")
def test_a_cut_at_any_moment_of_a_busy_talk_costs_nothing(stage: Stage) -> None:
    """Alice and carol talk at once while bob's connection is cut at a random moment; he returns and has it all."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, carol)
    speaking = [alice.connects(room), carol.connects(room)]
    lines = within_rate(stage, stage.rounds(10, least=5))
    for _ in range(stage.rounds(2, least=1)):
        before = bob.connects(room)
        before.hears(alice.says(room, "bob hears this", via="ws"))
        moment = last_heard(before) + stage.random.randint(1, lines)

        async def cut(tab: Tab = before, at: int = moment) -> None:
            def reached(event: Event) -> bool:
                return reading.is_live(event) and event.frame["sequence_id"] >= at

            await tab.socket.wait_for(reached, 0, stage.settle_s)
            await tab.socket.drop()

        cutting = meanwhile(stage, cut())
        talk(stage, room, speaking, lines)
        cutting()
        after = last_heard(before)
        again = bob.connects(room, query=resume_query(before, after))
        last = closing_line(room, alice, [again])
        _catches_up(stage, "SYNC-AWAY-01", before, again, after, last)
        again.closes()


@check("sync.after-a-restart", "SYNC-RESTART-01", phase="alone", needs=("launch",))
def test_a_client_resumes_after_the_server_was_restarted(stage: Stage) -> None:
    """The server is killed and started again; bob goes on where he stood, though he missed some lines before it."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    before = bob.connects(room)
    before.hears(alice.says(room, "bob hears this", via="ws"))
    before.drops()
    after = last_heard(before)
    for number in range(3):
        alice.says(room, f"bob is away {number}", via="ws")
    stage.server.kill()
    stage.server.start()
    again = bob.connects(room, query=resume_query(before, after))
    last = closing_line(room, alice, [again])
    _catches_up(stage, "SYNC-RESTART-01", before, again, after, last)


@check("sync.all-at-once", "SYNC-STORM-01")
def test_people_who_reconnect_all_at_once_each_go_on_where_they_stood(stage: Stage) -> None:
    """Five people lose their connections after different lines and return in the same moment."""
    alice, *others = stage.people("alice", "bob", "carol", "dave", "erin", "frank")
    room = alice.creates(*others)
    before = {}
    for person in others:
        tab = person.connects(room)
        tab.hears(alice.says(room, f"{person.name} hears this", via="ws"))
        tab.drops()
        before[person.name] = tab
    queries = [(person, resume_query(before[person.name])) for person in others]
    last = alice.says(room, "nobody was there", via="ws").sequence_id
    for (person, query), found in zip(queries, reopen_at_once(room, queries), strict=True):
        again = found if isinstance(found, Tab) else _comes_again(stage, room, found, person.name, query)
        again.until("SYNC-STORM-01", m.is_first_frame, awaited="first frame")
        _catches_up(stage, "SYNC-STORM-01", before[person.name], again, last_heard(before[person.name]), last)


def _comes_again(stage: Stage, room: Room, refusal: Event, name: str, query: str) -> Tab:
    """A refusal for want of room is in order; who comes again after the wait that it named is let in, if not the first
    time, because others come again as well, then soon; where it named none, within ``settle_ms``."""
    person = next(person for person in stage.cast if person.name == name)
    for _ in range(TRIES):
        stage.judge("SYNC-STORM-01", m.status_is, refusal, expected=[429, 503])
        if "retry-after" not in refusal.data["headers"]:
            handshake = comes_in_within(person, room, stage.settle_s, query=query)
            break
        waits(wait_named_in(stage, refusal.data["headers"]))
        found = person.knocks(room, query=query)
        if isinstance(found, Tab):
            return found
        handshake = refusal = found
    stage.judge("SYNC-STORM-01", m.status_is, handshake, expected=[101])
    return person.tabs[-1]
