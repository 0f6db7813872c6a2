"""Typing: shown to the others, throttled, ended, and never kept."""

from __future__ import annotations

import asyncio

from conformance.recorder import matchers as m
from conformance.recorder.matchers import websocket
from conformance.stage import Stage, Tab, check
from conformance.stage.conversations import whole_timeline
from conformance.stage.limits import limit
from conformance.stage.typing import sees_typing, types
from conformance.stage.websocket import until_within


def _pair(stage: Stage) -> tuple[Tab, Tab]:
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    return alice.connects(room), bob.connects(room)


@check("typing.shown", "TYP-SHOW-01")
def test_typing_is_shown_to_the_others(stage: Stage) -> None:
    """Alice types; bob is told who does, on both of his connections."""
    typist, watcher = _pair(stage)
    second = watcher.person.connects(watcher.room)
    types(typist)
    for tab in (watcher, second):
        sees_typing(tab, typist, True, "TYP-SHOW-01")


@check("typing.not-to-oneself", "TYP-SHOW-02")
def test_typing_is_not_shown_to_who_types(stage: Stage) -> None:
    """Bob sees alice typing; neither of alice's own connections does."""
    typist, watcher = _pair(stage)
    second = typist.person.connects(typist.room)
    types(typist)
    sees_typing(watcher, typist, True, "TYP-SHOW-01")
    for tab in (typist, second):
        tab.barrier()
        stage.judge("TYP-SHOW-02", websocket.not_told_of_typing, tab.events, participant=typist.person.id)


@check("typing.throttled", "TYP-RATE-01")
def test_typing_is_shown_once_in_an_interval(stage: Stage) -> None:
    """Alice types six times in a moment; bob is told once in an interval at most."""
    typist, watcher = _pair(stage)
    first = types(typist)
    for _ in range(5):
        types(typist)
    sees_typing(watcher, typist, True, "TYP-SHOW-01")
    watcher.hears(typist.says("done typing"))
    stage.judge(
        "TYP-RATE-01", websocket.typing_is_spaced, first, watcher.events,
        participant=typist.person.id, interval_ms=limit(stage, "typing_interval_ms"),
    )  # fmt: skip


@check("typing.dropped-silently", "TYP-RATE-02")
def test_typing_too_soon_is_no_error(stage: Stage) -> None:
    """Alice types six times in a moment; she hears of no error and is still served."""
    typist, watcher = _pair(stage)
    for _ in range(6):
        types(typist)
    sees_typing(watcher, typist, True, "TYP-SHOW-01")
    typist.barrier()
    stage.judge("TYP-RATE-02", websocket.nothing_refused, typist.events)


@check("typing.stopped-at-once", "TYP-STOP-01")
def test_the_end_of_typing_is_never_dropped(stage: Stage) -> None:
    """Alice begins and gives up in the same moment; bob is told of both."""
    typist, watcher = _pair(stage)
    types(typist)
    types(typist, False)
    sees_typing(watcher, typist, True, "TYP-SHOW-01")
    sees_typing(watcher, typist, False, "TYP-STOP-01")


@check("typing.ends-by-itself", "TYP-STOP-02")
def test_typing_that_is_not_renewed_ends(stage: Stage) -> None:
    """Alice types and goes silent; within twice the interval bob is told that she stopped."""
    typist, watcher = _pair(stage)
    types(typist)
    sees_typing(watcher, typist, True, "TYP-SHOW-01")
    within_s = 2 * limit(stage, "typing_interval_ms") / 1000 + stage.settle_s
    until_within(
        watcher, "TYP-STOP-02", websocket.typing_of, within_s, awaited="isTyping false of alice",
        participant=typist.person.id, typing=False,
    )  # fmt: skip


@check("typing.ends-again", "TYP-STOP-02")
def test_typing_that_was_taken_up_again_ends_too(stage: Stage) -> None:
    """Alice types, stops, types again as soon as the interval is over, and goes silent; within twice the interval bob
    is told that she stopped."""
    typist, watcher = _pair(stage)
    interval_s = limit(stage, "typing_interval_ms") / 1000
    types(typist)
    shown = sees_typing(watcher, typist, True, "TYP-SHOW-01")
    # Late enough for what a server keeps of the first time to be at hand while she types again.
    stage.loop.run(asyncio.sleep(interval_s * 0.8))
    types(typist, False)
    stopped = sees_typing(watcher, typist, False, "TYP-STOP-01", watcher.events.index(shown))
    stage.loop.run(asyncio.sleep(interval_s * 0.4))  # "The interval runs from one `isTyping` true to the next"
    types(typist)
    again = sees_typing(watcher, typist, True, "TYP-SHOW-01", watcher.events.index(stopped))
    until_within(
        watcher, "TYP-STOP-02", websocket.typing_of, 2 * interval_s + stage.settle_s,
        awaited="isTyping false of alice", since=watcher.events.index(again),
        participant=typist.person.id, typing=False,
    )  # fmt: skip


@check("typing.ends-with-connection", "TYP-STOP-03")
def test_typing_ends_with_the_last_connection(stage: Stage) -> None:
    """Alice types and loses her connection; bob is told that she stopped."""
    typist, watcher = _pair(stage)
    types(typist)
    sees_typing(watcher, typist, True, "TYP-SHOW-01")
    typist.drops()
    sees_typing(watcher, typist, False, "TYP-STOP-03")


@check("typing.not-after-message", "TYP-STOP-04")
def test_typing_is_not_shown_after_the_message(stage: Stage) -> None:
    """Alice types twice and sends; when an interval and the time to settle are over, bob has still not been told that
    she types."""
    typist, watcher = _pair(stage)
    types(typist)
    types(typist)
    heard = watcher.hears(typist.says("what was typed"))
    since = watcher.events.index(heard)
    # Only a later frame could show it. A throttle may hold it back for an interval, and what it then shows takes
    # settle_ms at most (TYP-SHOW-01).
    held_s = limit(stage, "typing_interval_ms") / 1000 + stage.settle_s
    stage.loop.run(watcher.socket.wait_for(lambda event: event.frame.get("isTyping") is True, since, held_s))
    watcher.barrier()
    later = [event for event in watcher.events[since:] if event.frame.get("isTyping") is not False]
    stage.judge("TYP-STOP-04", websocket.not_told_of_typing, later, participant=typist.person.id)


@check("typing.never-stored", "TYP-STORE-01")
def test_typing_takes_no_number(stage: Stage) -> None:
    """Two messages with typing between them are neighbours, and the history holds nothing else."""
    typist, watcher = _pair(stage)
    before = typist.says("before")
    types(typist)
    sees_typing(watcher, typist, True, "TYP-SHOW-01")
    types(typist, False)
    sees_typing(watcher, typist, False, "TYP-STOP-01")
    after = typist.says("after")
    stage.judge("TYP-STORE-01", m.field_is, after.answer, path="frame/sequence_id", expected=before.sequence_id + 1)
    pages = whole_timeline(watcher.person, watcher.room, before.sequence_id - 1)
    stage.judge("TYP-STORE-01", websocket.holds_only_messages, pages)
    late = watcher.person.connects(watcher.room)
    late.barrier()
    stage.judge("TYP-STORE-01", websocket.not_told_of_typing, late.events, participant=typist.person.id)


@check("typing.malformed", "TYP-FRAME-01")
def test_typing_that_is_no_boolean_is_refused(stage: Stage) -> None:
    """Missing, null, a number and a text; a true beside them is shown."""
    typist, watcher = _pair(stage)
    for wrong in ({}, {"isTyping": None}, {"isTyping": 1}, {"isTyping": "false"}):
        ref = stage.fresh("ref")
        typist.sends({"type": "typing", "ref": ref, **wrong})
        wanted = {"type": "error", "code": "INVALID_FRAME", "ref": ref}
        typist.until("TYP-FRAME-01", m.frame_has, awaited=f"INVALID_FRAME for {wrong}", fields=wanted)
    types(typist)
    sees_typing(watcher, typist, True, "TYP-SHOW-01")
