"""Catching up while life goes on, and resuming in the handshake."""

from __future__ import annotations

from conformance.history import delivery, reading
from conformance.recorder import matchers as m
from conformance.recorder.matchers import guarantees
from conformance.stage import Stage, Tab, check
from conformance.stage.catching_up import (
    connected,
    last_heard,
    long_room,
    page_behind,
    page_size,
    recovers,
    resume_query,
    syncs,
    syncs_to_the_head,
)
from conformance.stage.conversations import whole_timeline
from conformance.stage.limits import oldest_kept
from conformance.stage.talking import crowd, lines_beside, refuse_silence, talking, until_talked_through
from conformance.stage.workload import (
    closing_line,
    come_and_go,
    history,
    meanwhile,
)


@check("sync.beside-live-events", "SYNC-LIVE-01")
def test_live_events_go_on_during_a_sync(stage: Stage) -> None:
    """Alice, and others where she may not say so much, talk without a pause while bob syncs again and again; what comes
    live has no gap."""
    alice, bob = stage.people("alice", "bob")
    beforehand = alice.creates(bob)
    alice.says(beforehand, "something to sync", via="rest")
    measured = bob.connects(beforehand)
    syncs(measured, 0)  # tells how long a page takes here
    measured.closes()
    rounds = stage.rounds(8, least=4)
    room, tabs = crowd(alice, bob, rounds * lines_beside(bob))
    listening = bob.connects(room)
    with talking(stage, tabs):
        for _ in range(rounds):
            syncs(listening, 0)
        until_talked_through(bob, lambda: syncs(listening, 0))
    last = closing_line(room, alice, [*tabs, listening], clause="SYNC-LIVE-01")
    stage.judge("SYNC-LIVE-01", delivery.no_gap_and_no_overlap, history(stage), up_to=last)
    refuse_silence(bob, "a page")


@check("sync.repeats-the-live-event", "SYNC-EQUAL-01")
def test_an_event_in_a_page_is_the_one_that_came_live(stage: Stage) -> None:
    """Bob heard joins and lines live, among them those of somebody who came back under another name; in a page they
    are the same, member for member."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, access="open")
    listening = bob.connects(room)
    carol.joins(room)
    listening.hears(carol.says(room, "I am carol", via="rest"))
    carol.leaves(room)
    joined = carol.request("POST", room.path("/join"), {"displayName": "Caroline"})
    stage.judge("MEM-REJOIN-02", m.status_is, joined.event, expected=[200])
    for number in range(3):
        listening.hears(alice.says(room, f"line {number}", via="ws"))
    live = [event for event in listening.events if reading.is_live(event)]
    stage.judge("SYNC-EQUAL-01", guarantees.page_repeats_live, live, page_behind(listening, 0))


@check("sync.no-ephemeral-events", "SYNC-EPHEM-01")
def test_a_page_holds_nothing_of_the_moment(stage: Stage) -> None:
    """Bob types, reads, comes and goes; what alice catches up on later is the timeline and nothing else."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    tab = bob.connects(room)
    tab.sends({"type": "typing", "isTyping": True})
    said = tab.says("after some typing")
    tab.sends({"type": "read", "sequence_id": said.sequence_id})
    tab.barrier()
    tab.closes()
    stage.judge("SYNC-EPHEM-01", guarantees.holds_no_ephemeral, page_behind(alice.connects(room), 0))


@check("sync.snapshot-of-one-moment", "SYNC-SNAP-01")
def test_a_snapshot_is_of_one_moment(stage: Stage) -> None:
    """People join and leave while bob asks for snapshots; each holds the members of its own position."""
    alice, bob, *guests = stage.people("alice", "bob", "carol", "dave")
    room = alice.creates(bob, access="open")
    tab = bob.connects(room)
    # Two guests come and go four times: sixteen events. Members and position of two moments differ where one of these
    # falls between the two; where that is so of one snapshot in five, twenty of them all look right in 1 run of 100.
    done = meanwhile(stage, come_and_go(guests, room, stage.rounds(4, least=2)))
    other = stage.fresh("stream")
    snapshots = [syncs(tab, 0, stream_id=other) for _ in range(stage.rounds(20, least=8))]
    done()
    snapshots.append(syncs(tab, 0, stream_id=other))
    for frame in snapshots:
        stage.judge("SYNC-OTHER-01", m.conforms, frame, path="frame/snapshot", schema="asyncapi:Snapshot")
    pages = whole_timeline(alice, room)
    initial = [person["participantId"] for person in room.answer.body["participants"]]
    stage.judge("SYNC-SNAP-01", guarantees.snapshots_are_of_one_moment, snapshots, pages, initial=initial)


@check("sync.resume-brings-the-page", "SYNC-RESUME-01")
def test_a_handshake_brings_what_was_missed(stage: Stage) -> None:
    """Bob was away for three lines; they are in the ``connected`` of his next connection."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    before = bob.connects(room)
    before.hears(alice.says(room, "bob hears this", via="ws"))
    before.closes()
    after = last_heard(before)
    for number in range(3):
        alice.says(room, f"bob is away {number}", via="ws")
    again = bob.connects(room, query=resume_query(before))
    recovers(stage, "SYNC-RESUME-01", connected(again), after)
    stage.judge("SYNC-RESUME-01", m.page_is_contiguous, connected(again), after=after)
    stage.judge("SYNC-RESUME-01", guarantees.more_exactly_below_the_head, connected(again), after=after)


@check("sync.resume-after-long", "SYNC-RESUME-01")
def test_a_handshake_after_long_brings_the_first_page(stage: Stage) -> None:
    """More was said than fits on a page; ``connected`` brings the first page, and says that there is more."""
    alice, room = long_room(stage, oldest_kept(stage) + page_size(stage) + 1)
    tab = alice.connects(room)
    after = oldest_kept(stage) - 1
    again = alice.connects(room, query=resume_query(tab, after=after))
    recovers(stage, "SYNC-RESUME-01", connected(again), after)
    stage.judge("SYNC-RESUME-01", m.page_is_contiguous, connected(again), after=after)
    stage.judge("SYNC-RESUME-01", guarantees.more_exactly_below_the_head, connected(again), after=after)


@check("sync.resume-in-a-busy-room", "SYNC-RESUME-02")
def test_a_resume_in_a_busy_room_misses_nothing(stage: Stage) -> None:
    """Alice, and others where she may not say so much, talk without a pause while bob comes back; page, further pages
    and live events leave no hole."""
    alice, bob = stage.people("alice", "bob")
    rounds = stage.rounds(2, least=1)
    bob.connects(alice.creates(bob)).closes()  # tells how long a greeting takes here
    room, tabs = crowd(alice, bob, rounds * lines_beside(bob))
    before = bob.connects(room)
    before.hears(tabs[0].says("bob hears this"))
    before.drops()
    after = last_heard(before)

    def comes_back() -> None:
        with talking(stage, tabs):
            again = bob.connects(room, query=resume_query(before, after))
        last = closing_line(room, alice, [again], clause="SYNC-RESUME-02")
        first = connected(again)
        recovers(stage, "SYNC-RESUME-01", first, after)
        page = m.events_of(first)
        reached = page[-1]["sequence_id"] if page else after
        more = syncs_to_the_head(again, reached) if first.frame.get("has_more") is True else []
        live = [event for event in again.events if reading.is_live(event)]
        stage.judge("SYNC-RESUME-02", delivery.holds_everything_once, [], [first, *more], live, after=after, up_to=last)
        again.closes()

    for _ in range(rounds):
        comes_back()
    until_talked_through(bob, comes_back)
    refuse_silence(bob, "a greeting")


@check("sync.resume-of-another-stream", "SYNC-RESUME-03")
def test_a_resume_from_another_timeline_still_connects(stage: Stage) -> None:
    """After a restored backup bob's position means nothing: he gets a connection and a snapshot."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    head = [alice.says(room, f"line {number}", via="ws") for number in range(2)][-1].sequence_id
    found = bob.knocks(room, query=f"?after=1&stream_id={stage.fresh('stream')}")
    shake = found.handshake if isinstance(found, Tab) else found
    stage.judge("SYNC-RESUME-03", m.status_is, shake, expected=[101])
    assert isinstance(found, Tab)
    first = found.until("WS-CONNECTED-01", m.is_first_frame, awaited="first frame")
    stage.judge("SYNC-RESUME-03", guarantees.could_not_recover, first, head=head)
