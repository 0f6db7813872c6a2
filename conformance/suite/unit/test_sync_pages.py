"""The sync frame: what its answer says of the timeline."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import guarantees
from conformance.stage import Stage, Tab, check
from conformance.stage.catching_up import MOST_EVENTS, long_room, page_behind, page_size, syncs, syncs_to_the_head
from conformance.stage.limits import oldest_kept


@check("sync.head", "SYNC-HEAD-01")
def test_a_sync_names_the_head_of_the_timeline(stage: Stage) -> None:
    """From each position, also where a page ends long before it, the head is the last event there is."""
    alice, room = long_room(stage, page_size(stage) + 2)
    tab = alice.connects(room)
    head = alice.says(room, "the last one", via="ws").sequence_id
    for position in (0, 1, head - 1, head):
        page = syncs(tab, position)
        stage.judge("SYNC-HEAD-01", m.field_is, page, path="frame/current_sequence_id", expected=head)


@check("sync.more", "SYNC-MORE-01")
def test_more_is_promised_exactly_below_the_head(stage: Stage) -> None:
    """A page that ends one below the head says so; one that ends at the head, full or not, does not."""
    alice, room = long_room(stage, page_size(stage) + 2)
    tab = alice.connects(room)
    head = alice.says(room, "the last one", via="ws").sequence_id
    for position in (0, head - page_size(stage) - 1, head - page_size(stage), head - 1):
        stage.judge("SYNC-MORE-01", guarantees.more_exactly_below_the_head, page_behind(tab, position), after=position)


@check("sync.page-size", "SYNC-SIZE-01")
def test_a_page_holds_no_more_than_declared(stage: Stage) -> None:
    """There are more events than fit on a page; the page keeps to its size."""
    alice, room = long_room(stage, page_size(stage) + 2)
    page = page_behind(alice.connects(room), 0)
    stage.judge("SYNC-SIZE-01", guarantees.holds_at_most, page, most=page_size(stage))


@check("sync.nothing-missed", "SYNC-EMPTY-01")
def test_who_missed_nothing_is_told_so(stage: Stage) -> None:
    """A sync from the head brings nothing, is recovered, and promises no more; also in a room without events."""
    alice = stage.person("alice")
    room = alice.creates()
    tab = alice.connects(room)
    stage.judge("SYNC-EMPTY-01", guarantees.nothing_was_missed, syncs(tab, 0))
    head = tab.says("a line").sequence_id
    stage.judge("SYNC-EMPTY-01", guarantees.nothing_was_missed, syncs(tab, head))


@check("sync.recovers-from-everywhere", "SYNC-TRUE-01")
def test_every_position_of_the_timeline_is_recovered(stage: Stage) -> None:
    """From the ends of what is kept, more than a page apart, and from positions drawn between them, the client goes on
    where it stood."""
    alice, room = long_room(stage, min(page_size(stage) + 2, MOST_EVENTS))
    tab = alice.connects(room)
    head = alice.says(room, "the last one", via="ws").sequence_id
    oldest = oldest_kept(stage)
    kept = range(max(0, oldest - 1), head)  # the head itself has a clause of its own (SYNC-EMPTY-01)
    drawn = stage.random.sample(kept, min(len(kept), stage.rounds(20, least=8)))
    for position in sorted({*kept[:2], *kept[-2:], *drawn}):
        stage.judge("SYNC-TRUE-01", guarantees.is_recovered, syncs(tab, position))


@check("sync.of-another-stream", "SYNC-OTHER-01")
def test_a_position_of_another_timeline_is_not_recovered(stage: Stage) -> None:
    """With the stream's own id the page comes; with another's there is a snapshot in its place."""
    alice = stage.person("alice")
    room = alice.creates()
    tab = alice.connects(room)
    head = [tab.says(f"line {number}") for number in range(3)][-1].sequence_id
    known = page_behind(tab, 1, stream_id=room.answer.body["stream_id"])
    stage.judge("SYNC-PAGE-01", m.page_is_contiguous, known, after=1)
    other = syncs(tab, 1, stream_id=stage.fresh("stream"))
    stage.judge("SYNC-OTHER-01", guarantees.could_not_recover, other, head=head)


@check("sync.from-above-the-head", "SYNC-ABOVE-01")
def test_a_position_above_the_head_is_not_recovered(stage: Stage) -> None:
    """A client that has seen more than there is gets a snapshot; one that stands at the head does not."""
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    head = tab.says("a line").sequence_id
    stage.judge("SYNC-EMPTY-01", guarantees.nothing_was_missed, syncs(tab, head))
    for above in (head + 1, head + 1000):
        stage.judge("SYNC-ABOVE-01", guarantees.could_not_recover, syncs(tab, above), head=head)


@check("sync.from-what-is-gone", "SYNC-KEPT-01")
def test_a_position_whose_next_event_is_gone_is_not_recovered(stage: Stage) -> None:
    """Where old events are dropped, a client that needs one of them gets a snapshot."""
    kept = oldest_kept(stage)
    if kept <= 1:
        stage.never_provoked("the server declares that it keeps every event")
    alice, room = long_room(stage, kept + 1)
    tab = alice.connects(room)
    head = alice.says(room, "the last one", via="ws").sequence_id
    stage.judge("SYNC-KEPT-01", guarantees.could_not_recover, syncs(tab, kept - 2), head=head)


@check("sync.invalid-position", "SYNC-INVALID-01", hostile=True)
def test_a_sync_without_a_position_is_refused(stage: Stage) -> None:
    """Missing, negative, a text, a fraction, null: each is refused, and a good one after it is answered."""
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    tab.says("a line")
    for broken in ({}, *({"last_sequence_id": value} for value in (-1, "1", 1.5, None, True, [1]))):
        since = len(tab.events)
        tab.sends({"type": "sync", **broken})
        wanted = {"type": "error", "code": "INVALID_FRAME"}
        tab.until("SYNC-INVALID-01", m.frame_has, since=since, awaited="error INVALID_FRAME", fields=wanted)
    stage.judge("SYNC-PAGE-01", m.page_is_contiguous, page_behind(tab, 0), after=0)


@check("sync.resume-invalid-position", "SYNC-RESUME-04", hostile=True)
def test_a_handshake_with_a_broken_position_is_refused(stage: Stage) -> None:
    """Negative or no integer: 400; with a good position the same handshake succeeds."""
    alice = stage.person("alice")
    room = alice.creates()
    stream = f"&stream_id={room.answer.body['stream_id']}"
    alice.connects(room, query=f"?after=0{stream}").closes()
    for broken in ("-1", "one", "1.5", ""):
        found = alice.knocks(room, query=f"?after={broken}{stream}")
        event = found.handshake if isinstance(found, Tab) else found
        stage.judge("SYNC-RESUME-04", m.status_is, event, expected=[400])


@check("sync.walk-to-the-head", "SYNC-WALK-01")
def test_page_after_page_leads_to_the_head(stage: Stage) -> None:
    """Alice asks from the last event of each page for the next one, and at the head she has every event once."""
    alice, room = long_room(stage, 2 * page_size(stage) + 3)
    tab = alice.connects(room)
    head = alice.says(room, "the last one", via="ws").sequence_id
    for after in (0, 1):
        pages = syncs_to_the_head(tab, after)
        stage.judge("SYNC-WALK-01", guarantees.walk_is_whole, pages, after=after, head=head)
