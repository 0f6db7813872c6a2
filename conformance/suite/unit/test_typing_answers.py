"""Typing asks for nothing."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import answers as am
from conformance.stage import Stage, check
from conformance.stage import refusals as no


@check("frames.typing-unanswered", "ERR-ONE-02")
def test_typing_is_not_answered(stage: Stage) -> None:
    """Alice types, bob sees it; alice gets nothing but the answer to what she asks next."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    tab, listening = alice.connects(room), bob.connects(room)
    since = len(tab.events)
    tab.sends({"type": "typing", "isTyping": True, "ref": "typing"})
    shown = {"type": "typing", "isTyping": True}
    listening.until("TYP-SHOW-01", m.frame_has, awaited="typing", fields=shown)
    no.answer_to(tab, "ERR-ONE-01", {"type": "ping", "nonce": "later"})
    stage.judge("ERR-ONE-02", am.not_answered, tab.events[since:], nonce="later", ref="typing")
