"""Pages of the timeline: the part that was asked for, as much of it as was asked for, and what there is besides."""

from __future__ import annotations

from typing import Any

from conformance.recorder import matchers as m
from conformance.recorder.matchers import guarantees, history
from conformance.stage import Person, Room, Stage, check
from conformance.stage import conversations as verbs
from conformance.stage.limits import limit, oldest_kept

LARGEST_PAGE = 200
"""A server whose pages are larger than this is not made to fill one."""


def talk(stage: Stage, count: int = 5) -> tuple[Person, Room, int]:
    """Somebody, their conversation with so many messages and nothing else in it, and the number of the first.

    Where old events are cleared others come before them, so that these stay.
    """
    alice = stage.person("alice")
    room = alice.creates()
    oldest = oldest_kept(stage)
    for number in range(1, oldest if oldest <= LARGEST_PAGE else 1):
        alice.says(room, f"to be cleared {number}", via="rest")
    first = alice.says(room, "line 0", via="rest").sequence_id
    for number in range(1, count):
        alice.says(room, f"line {number}", via="rest")
    return alice, room, first


@check("history.newest-by-default", "HIST-PAGE-01")
def test_a_page_without_position_holds_the_newest(stage: Stage) -> None:
    """Of five messages a page of two shows the last two."""
    alice, room, first = talk(stage)
    page = verbs.reads(alice, room, "HIST-PAGE-01", limit=2)
    stage.judge("HIST-PAGE-01", history.page_has_newest, page, newest=first + 4)


@check("history.after-begins-behind", "HIST-PAGE-02")
def test_a_page_after_an_event_begins_with_the_next(stage: Stage) -> None:
    """After the second of five come the third and the fourth: neither the second again, nor the newest."""
    alice, room, first = talk(stage)
    page = verbs.reads(alice, room, "HIST-PAGE-02", after=first + 1, limit=2)
    stage.judge("HIST-PAGE-02", history.page_begins_with, page, numbers=[first + 2, first + 3])


@check("history.before-ends-ahead", "HIST-PAGE-03")
def test_a_page_before_an_event_ends_with_the_one_before(stage: Stage) -> None:
    """Before the fifth of five come the third and the fourth, the nearest ones, in ascending order."""
    alice, room, first = talk(stage)
    page = verbs.reads(alice, room, "HIST-PAGE-03", before=first + 4, limit=2)
    stage.judge("HIST-PAGE-03", history.page_ends_with, page, numbers=[first + 2, first + 3])


@check("history.both-directions", "HIST-PAGE-04")
def test_both_directions_at_once_are_refused(stage: Stage) -> None:
    """Each of the two alone is taken; together they are refused."""
    alice, room, first = talk(stage, 3)
    each: list[dict[str, Any]] = [{"after": first}, {"before": first + 2}]
    for alone in each:
        stage.judge("HIST-EVENTS-01", m.status_is, verbs.asks_for(alice, room, **alone).event, expected=[200])
    answer = verbs.asks_for(alice, room, after=first, before=first + 2)
    stage.judge("HIST-PAGE-04", m.status_is, answer.event, expected=[400])


@check("history.more-after", "HIST-PAGE-05")
def test_has_more_looks_forward_after_a_position(stage: Stage) -> None:
    """True while later events are left, false on the last page, also when that page is exactly full."""
    alice, room, first = talk(stage, 4)
    for after in (first - 1, first + 1, first + 2):
        page = verbs.reads(alice, room, "HIST-PAGE-05", after=after, limit=2)
        stage.judge("HIST-PAGE-05", history.more_is_told, page, last=first + 3)


@check("history.more-before", "HIST-PAGE-06")
def test_has_more_looks_back_otherwise(stage: Stage) -> None:
    """Before a position, and without any, it says whether earlier events are left, also when the page is full."""
    alice, room, first = talk(stage, 4)
    rows: list[dict[str, Any]] = [
        {"limit": 2},
        {"limit": 4},
        {"before": first + 3, "limit": 2},
        {"before": first + 2, "limit": 2},
        {"before": first + 1, "limit": 1},
    ]
    begin = 1
    if oldest_kept(stage) > 1:  # what lies before it may be there, or cleared
        begin = next(iter(history.in_order(history.numbers_of(verbs.reads(alice, room, "HIST-PAGE-06", after=0)))), 1)
    for query in rows:
        page = verbs.reads(alice, room, "HIST-PAGE-06", **query)
        stage.judge("HIST-PAGE-06", history.more_is_told, page, first=begin)


@check("history.limit", "HIST-PAGE-07")
def test_a_page_holds_no_more_than_its_limit(stage: Stage) -> None:
    """Three when three are asked for; never more than ``history_page``, however many are asked for."""
    most = limit(stage, "history_page")
    reachable = most <= LARGEST_PAGE
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    verbs.fills([alice, bob], room, most + 1 if reachable else 4)
    few = min(3, most)
    page = verbs.reads(alice, room, "HIST-PAGE-07", after=0, limit=few)
    stage.judge("HIST-PAGE-07", history.page_holds_at_most, page, most=few)
    page = verbs.reads(alice, room, "HIST-PAGE-07", after=0, limit=most + 1)
    stage.judge("HIST-PAGE-07", history.page_holds_at_most, page, most=most)


@check("history.bad-numbers", "HIST-PAGE-08")
def test_what_is_no_proper_number_is_refused(stage: Stage) -> None:
    """Each parameter is taken with a proper value and refused with a wrong one, one at a time."""
    alice, room, _ = talk(stage, 2)
    stage.judge("HIST-EVENTS-01", m.status_is, verbs.asks_for(alice, room, after=0, limit=1).event, expected=[200])
    wrong = {"limit": ("0", "-1", "many", "1.5"), "after": ("-1", "first", "0.5"), "before": ("-1", "last", "2.5")}
    for name, values in wrong.items():
        for value in values:
            answer = verbs.asks_for(alice, room, **{name: value})
            stage.judge("HIST-PAGE-08", m.status_is, answer.event, expected=[400])


@check("history.head", "HIST-PAGE-09")
def test_every_page_tells_the_head(stage: Stage) -> None:
    """The beginning, the middle and the end of the timeline all say where its head is."""
    alice, room, first = talk(stage, 4)
    parts: list[dict[str, Any]] = [{"after": 0, "limit": 1}, {"before": first + 2, "limit": 1}, {"limit": 1}]
    for query in parts:
        page = verbs.reads(alice, room, "HIST-PAGE-09", **query)
        stage.judge("HIST-PAGE-09", m.field_is, page, path="body/current_sequence_id", expected=first + 3)


@check("history.after-head", "HIST-PAGE-10")
def test_after_the_head_there_is_an_empty_page(stage: Stage) -> None:
    """Not found is for conversations; who is up to date gets an empty page."""
    alice, room, first = talk(stage, 2)
    page = verbs.reads(alice, room, "HIST-PAGE-10", after=first + 1)
    stage.judge("HIST-PAGE-10", m.field_is, page, path="body/events", expected=[])
    stage.judge("HIST-PAGE-10", m.field_is, page, path="body/has_more", expected=False)


@check("history.kept", "HIST-KEPT-01")
def test_what_was_announced_to_be_kept_is_kept(stage: Stage) -> None:
    """From the declared number on, every event can be read, also when the conversation has gone on for a while."""
    declared = stage.stranger().request("GET", "/chat/capabilities")
    stage.judge("CAP-DOC-01", m.status_is, declared.event, expected=[200])
    stage.judge("CAP-DOC-01", m.conforms, declared.event, path="body", schema="openapi:Capabilities")
    oldest = declared.body["limits"].get("oldest_sequence_id_kept")
    if not isinstance(oldest, int) or oldest > LARGEST_PAGE:
        stage.never_provoked(f"oldest_sequence_id_kept is {oldest}: no event is lost here")
    page_size = min(limit(stage, "history_page"), LARGEST_PAGE)
    begin = max(oldest, 1) - 1
    alice, room, first = talk(stage, 3)
    for more in (0, page_size):
        for number in range(more):
            alice.says(room, f"and on {number}", via="rest")
        pages = verbs.walks(alice, room, "after", begin, page_size, clause="HIST-KEPT-01")
        head = first + 2 + more
        stage.judge("HIST-KEPT-01", guarantees.walk_is_whole, pages, after=begin, head=head)
