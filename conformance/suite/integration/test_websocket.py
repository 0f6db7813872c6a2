"""The socket: what a connection is told, and what it can ask for."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import guarantees
from conformance.stage import Stage, check
from conformance.stage.catching_up import last_heard, long_room, page_behind, page_size
from conformance.stage.invites import invites, joins_by
from conformance.stage.limits import oldest_kept
from conformance.stage.roles import gives


@check("sync.page-contiguous", "SYNC-PAGE-01")
def test_a_sync_page_starts_right_after_the_position(stage: Stage) -> None:
    """Bob knows two of six messages, or more where the first are cleared, and asks for the rest."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    said = [alice.says(room, f"line {n}", via="ws") for n in range(6)]
    tab = bob.connects(room)
    oldest = oldest_kept(stage)
    position = max(said[1].sequence_id, oldest - 1 if oldest <= said[-1].sequence_id else 0)
    since = len(tab.events)
    tab.sends({"type": "sync", "last_sequence_id": position})
    page = tab.until("SYNC-PAGE-01", m.frame_has, since=since, awaited="sync page", fields={"type": "sync"})
    stage.judge("SYNC-PAGE-01", m.page_is_contiguous, page, after=position)


@check("sync.pages-contiguous", "SYNC-PAGE-01")
def test_pages_of_a_long_past_start_right_after_their_positions(stage: Stage) -> None:
    """More than two pages of lines, and a coming, a change of role and a going behind them: from the seams of pages,
    and from before each of what is no line, the next event comes first, and none is left out."""
    size = page_size(stage)
    alice, room = long_room(stage, 2 * size + 1)
    bob = stage.person("bob")
    asking = alice.connects(room)
    lines = last_heard(asking)
    if "invites" in stage.demanded:
        joins_by(bob, invites(alice, room).token)
        if "roles" in stage.demanded:
            gives(alice, room, bob, "moderator")
        bob.leaves(room)
    head = alice.says(room, "the last one", via="ws").sequence_id
    oldest = oldest_kept(stage) - 1
    asked = {0, 1, size - 1, size, size + 1, 2 * size, *range(lines - 1, head)}
    for position in sorted(position for position in asked if oldest <= position < head):
        page = page_behind(asking, position)
        # An empty page leads nowhere, and says nothing of where pages begin.
        stage.judge("SYNC-WALK-01", guarantees.brings_something, page)
        stage.judge("SYNC-PAGE-01", m.page_is_contiguous, page, after=position)
