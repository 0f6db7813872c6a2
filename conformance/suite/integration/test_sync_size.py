"""How large a page of a sync may be."""

from __future__ import annotations

import json

from conformance.recorder import matchers as m
from conformance.recorder.events import Event
from conformance.recorder.matchers import guarantees, slow
from conformance.stage import Stage, check
from conformance.stage.catching_up import page_size, recovers
from conformance.stage.slow import Crowd, crowd
from conformance.stage.websocket import TEXT, Wire, client_frame

MOST_BYTES = 1024 * 1024


def _talk(stage: Stage) -> tuple[Crowd, int]:
    """People who can say more than 1 MiB, and how many lines that is; with the limits as shipped, since others may
    leave no room for so many in a page."""
    talk = crowd(stage, MOST_BYTES * 5 // 4)
    return talk, MOST_BYTES * 5 // 4 // len(talk.text.encode()) + 1


def _first_page(stage: Stage, talk: Crowd) -> Event:
    """The answer to a sync from the start."""
    wire = Wire(talk.people[0], talk.room)
    try:
        wire.sends(client_frame(TEXT, json.dumps({"type": "sync", "last_sequence_id": 0}).encode()))
        page = wire.reads(lambda event: event.frame.get("type") == "sync", stage.settle_s)
        if page is None:
            stage.judge("SYNC-PAGE-01", m.nothing_came, wire.events, awaited="sync page",
                        within_ms=stage.settle_s * 1000)  # fmt: skip
        assert page is not None
        recovers(stage, "SYNC-TRUE-01", page, 0)
        return page
    finally:
        wire.lets_go()


@check("sync.page-bytes", "SYNC-SIZE-02", phase="performance")
def test_a_page_of_long_messages_is_no_larger_than_1_mib(stage: Stage) -> None:
    """There is more than 1 MiB to be told; the page holds no more than that."""
    talk, lines = _talk(stage)
    if lines > page_size(stage):
        stage.never_provoked("as many messages as one page may hold cannot take 1 MiB")
    talk.says(lines)
    stage.judge("SYNC-SIZE-02", slow.fits_into, _first_page(stage, talk), most=MOST_BYTES)


@check("sync.more-behind-long-messages", "SYNC-MORE-01", phase="performance")
def test_a_page_that_its_size_has_cut_says_that_there_is_more(stage: Stage) -> None:
    """There is more than 1 MiB to be told, or more than a page may hold by their number; wherever the page ends, it
    says whether that is the head."""
    talk, lines = _talk(stage)
    talk.says(min(lines, page_size(stage) + 1))
    stage.judge("SYNC-MORE-01", guarantees.more_exactly_below_the_head, _first_page(stage, talk), after=0)
