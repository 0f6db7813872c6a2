"""The socket: what a connection is told, and what it can ask for."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.stage import Stage, check


@check("sync.page-contiguous", "SYNC-PAGE-01")
def test_a_sync_page_starts_right_after_the_position(stage: Stage) -> None:
    """Bob knows two of six messages and asks for the rest: three, four, five, six."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    said = [alice.says(room, f"line {n}", via="ws") for n in range(6)]
    tab = bob.connects(room)
    position = said[1].sequence_id
    since = len(tab.events)
    tab.sends({"type": "sync", "last_sequence_id": position})
    page = tab.until("SYNC-PAGE-01", m.frame_has, since=since, awaited="sync page", fields={"type": "sync"})
    stage.judge("SYNC-PAGE-01", m.page_is_contiguous, page, after=position)
