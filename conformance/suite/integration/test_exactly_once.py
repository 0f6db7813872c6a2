"""Exactly once, and never what was refused."""

from __future__ import annotations

from typing import Any

from conformance.history import messages
from conformance.recorder import matchers as m
from conformance.recorder.matchers import guarantees
from conformance.stage import BOTH, Stage, check
from conformance.stage.conversations import whole_timeline
from conformance.stage.limits import reachable
from conformance.stage.workload import history, lines_for, meanwhile, post, together, within_rate


@check("exactly-once.equal-tries-at-once", "ONCE-RACE-01", transports=BOTH)
def test_equal_messages_at_once_make_one_event(stage: Stage, transport: str) -> None:
    """An impatient client sends one message four times at the same moment: one event, one number for all."""
    alice = stage.person("alice")
    room = alice.creates()
    tabs = [alice.connects(room) for _ in range(4)] if transport == "ws" else []
    for number in range(stage.rounds(3, least=2)):
        name = stage.fresh("msg")
        frame = {"type": "message", "message_id": name, "content": f"impatient {number}"}
        if transport == "ws":
            together(stage, *(tab.socket.send(frame) for tab in tabs))
            for tab in tabs:
                tab.until("ERR-ONE-01", guarantees.answers_message, awaited=f"answer to {name}", message_id=name)
        else:
            together(stage, *(post(alice, room, frame) for _ in range(4)))
        pages = whole_timeline(alice, room)
        stage.judge("ONCE-RACE-01", messages.one_number_for_all, history(stage), pages, message_id=name)


@check("exactly-once.both-transports-at-once", "ONCE-RACE-01", phase="alone")
def test_a_message_on_both_transports_at_once_makes_one_event(stage: Stage) -> None:
    """An impatient client posts a message and sends it on its socket as well, a few of them at a time; where the server
    can be made to stand still meanwhile, it finds both when it goes on."""
    alice = stage.person("alice")
    room = alice.creates()
    tab = alice.connects(room)
    for _ in range(stage.rounds(8, least=6)):
        frames = lines_for(stage, within_rate(stage, 4))
        for _ in frames:
            alice.keep_to_rate()
        if stage.server.can_pause:
            stage.server.pause()
        posted = [meanwhile(stage, post(alice, room, frame)) for frame in frames]
        together(stage, *(tab.socket.send(frame) for frame in frames))
        if stage.server.can_pause:
            stage.server.resume()
        for answer in posted:
            answer()
        for frame in frames:
            name = frame["message_id"]
            tab.until("ERR-ONE-01", guarantees.answers_message, awaited=f"answer to {name}", message_id=name)
            pages = whole_timeline(alice, room)
            stage.judge("ONCE-RACE-01", messages.one_number_for_all, history(stage), pages, message_id=name)


@check("phantom.refused-is-never-seen", "PHAN-REFUSED-01", transports=BOTH)
def test_what_was_refused_is_never_seen(stage: Stage, transport: str) -> None:
    """Alice's message is refused, because it mentions somebody who is not there, replies to nothing or is too long;
    nobody ever sees it, live or later, while her next message is seen by all."""
    alice, bob, stranger = stage.people("alice", "bob", "stranger")
    room = alice.creates(bob)
    listening, writing = bob.connects(room), alice.connects(room)
    too_long = "x" * (reachable(stage, "max_content_length") + 1)
    wrong: tuple[dict[str, Any], ...] = (
        {"content": "for nobody", "mentions": [stranger.id]},
        {"content": "to nothing", "reply_to": 1_000_000},
        {"content": too_long},
    )
    for refused in wrong:
        name = stage.fresh("msg")
        frame = {"type": "message", "message_id": name, "ref": name, **refused}
        if transport == "ws":
            writing.sends(frame)
            wanted = {"type": "error", "ref": name}  # to name the message is advice
            writing.until("ERR-FRAME-01", m.frame_has, awaited="error", fields=wanted)
        else:
            answer = together(stage, post(alice, room, frame))[0]
            stage.judge("ERR-STATUS-01", m.status_is, answer.event, expected=[400, 413])
    later = alice.says(room, "this one is for everybody", via=transport)
    listening.hears(later)
    whole_timeline(bob, room)
    stage.judge("PHAN-REFUSED-01", messages.refused_is_never_seen, history(stage), later=later.message_id)
