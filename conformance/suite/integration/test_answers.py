"""One question, one answer, and a connection that lives on."""

from __future__ import annotations

from typing import Any

from conformance.recorder import matchers as m
from conformance.recorder.matchers import answers as am
from conformance.recorder.matchers import messages as mm
from conformance.stage import Stage, check
from conformance.stage import messages as say
from conformance.stage import refusals as no


@check("frames.one-answer", "ERR-ONE-01")
def test_every_question_gets_one_answer(stage: Stage) -> None:
    """Results, duplicates, refusals, and questions to which there is nothing to say: one answer each."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    bob.connects(room)
    tab = alice.connects(room)
    head = tab.says("before").sequence_id
    message = no.message_frame(tab)
    asked: dict[str, Any] = {
        "a message": message,
        "a duplicate": message,
        "another text under its message_id": {**message, "content": "another"},
        "a message without content": no.message_frame(tab, content=...),
        "a ping": {"type": "ping"},
        "a sync from the start": {"type": "sync", "last_sequence_id": 0},
        "a sync with nothing new": {"type": "sync", "last_sequence_id": head + 1},
        "a sync from above the head": {"type": "sync", "last_sequence_id": head + 1000},
        "a read marker": {"type": "read", "sequence_id": head, "ref": stage.fresh("ref")},
        "a read marker that does not move": {"type": "read", "sequence_id": head, "ref": stage.fresh("ref")},
        "a token that is none": {"type": "auth", "token": "none"},
        "an unknown type": {"type": "no_such_type"},
        "no JSON": "{",
    }
    for name, frame in asked.items():
        seen = no.answers_to_one(tab, "ERR-ONE-01", frame)
        stage.judge("ERR-ONE-01", am.answered_exactly_once, seen, asked=name, read_ref=no.read_ref_of(frame))


@check("frames.refused-and-alive", "ERR-LIVE-01")
def test_a_refusal_stops_nothing(stage: Stage) -> None:
    """After each frame that is refused alice is still heard by bob, and hears him, on the same connections."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    tab, listening = alice.connects(room), bob.connects(room)
    for frame in (no.message_frame(tab, content=...), {"type": "no_such_type"}, {"type": "sync"}, {"type": "auth"}):
        refused = no.answer_to(tab, "ERR-FRAME-01", frame)
        stage.judge("ERR-FRAME-01", m.frame_has, refused, fields={"type": "error"})
        after = say.asks(tab, "ERR-LIVE-01", no.message_frame(tab), *say.MESSAGE_ANSWERS)
        stage.judge("ERR-LIVE-01", mm.accepted, after)
        live = {"type": "message", "message_id": after.frame["message_id"]}
        listening.until("DLV-OTHERS-01", m.frame_has, awaited="the message after a refused frame", fields=live)
        tab.hears(listening.says("still there?"), clause="ERR-LIVE-01")
        stage.judge("ERR-LIVE-01", am.stays_open, tab.events)
