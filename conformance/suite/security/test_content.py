"""Content that is meant to do something where it is not plain data."""

from __future__ import annotations

import json

from conformance.recorder import matchers as m
from conformance.recorder.matchers import answers as am
from conformance.recorder.matchers import messages as mm
from conformance.stage import BOTH, Stage, answers, check
from conformance.stage import content as written
from conformance.stage import messages as say


@check("content.nul", "CONT-NUL-01", transports=BOTH, hostile=True)
def test_a_nul_is_kept_or_refused(stage: Stage, transport: str) -> None:
    """Content with U+0000 at its beginning, middle and end is refused, or comes back whole."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    listening = bob.connects(room)
    written.comes_back(alice, listening, "CONT-EXACT-01", "before and after", via=transport)
    for content in ("before\0after", "\0after", "before\0", "\0"):
        sent = say.writes(alice, room, via=transport, clause="CONT-NUL-01", content=content)
        if am.was_refused(sent.answer):
            stage.judge("CONT-NUL-01", mm.refused, sent.answer, statuses=[400], codes=["INVALID_FRAME"])
            continue
        for reading in written.as_read(listening, sent):
            stage.judge("CONT-NUL-01", mm.message_content_is, reading, message_id=sent.message_id, content=content)


@check("content.lone-surrogate", "CONT-SURR-01", transports=BOTH, hostile=True)
def test_a_lone_surrogate_is_refused(stage: Stage, transport: str) -> None:
    """An escaped pair of surrogates is a character; one without the other is refused."""
    alice = stage.person("alice")
    room = alice.creates()
    codes = ["INVALID_FRAME", "INVALID_JSON"]
    pair = say.message_text(transport, stage.fresh("msg"), content=r'"\ud83d\udeb2"')
    stage.judge("CONT-EXACT-01", mm.accepted, say.writes_text(alice, room, pair, via=transport, clause="CONT-EXACT-01"))
    for content in (r'"\ud83d"', r'"a\udeb2b"', r'"\udeb2\ud83d"', r'"\ud83d\ud83d\udeb2"'):
        text = say.message_text(transport, stage.fresh("msg"), content=content)
        answer = say.writes_text(alice, room, text, via=transport, clause="CONT-SURR-01")
        stage.judge("CONT-SURR-01", mm.refused, answer, statuses=[400], codes=codes)


@check("content.markup", "CONT-HTML-01", transports=BOTH, hostile=True)
def test_markup_comes_back_verbatim(stage: Stage, transport: str) -> None:
    """Tags, entities, scripts and links are neither escaped nor stripped nor rewritten."""
    alice, bob = stage.people("alice", "bob")
    listening = bob.connects(alice.creates(bob))
    for content in written.HTML:
        written.comes_back(alice, listening, "CONT-HTML-01", content, via=transport)


@check("content.injection", "CONT-INJECT-01", transports=BOTH, hostile=True)
def test_other_languages_are_plain_data(stage: Stage, transport: str) -> None:
    """Strings that mean something to databases, shells and templates come back from every field that takes text."""
    alice, bob = stage.people("alice", "bob")
    listening = bob.connects(alice.creates(bob))
    for content in written.LANGUAGES:
        written.comes_back(alice, listening, "CONT-INJECT-01", content, via=transport)
    for start in range(0, len(written.LANGUAGES), 8):
        metadata = {content: content for content in written.LANGUAGES[start : start + 8]}
        sent = say.sends(alice, listening.room, via=transport, metadata=metadata)
        for reading in written.as_read(listening, sent):
            stage.judge(
                "CONT-INJECT-01", mm.message_has, reading, message_id=sent.message_id, members={"metadata": metadata}
            )


@check("content.injection-titles", "CONT-INJECT-01", hostile=True)
def test_other_languages_are_plain_data_in_titles(stage: Stage) -> None:
    """Titles and message_ids in other languages come back as they are."""
    alice = stage.person("alice")
    room = alice.creates()
    for text in (text for text in written.LANGUAGES if text.isprintable()):
        created = alice.request("POST", "/chat/create", {"title": text})
        stage.judge("CONV-CREATE-01", m.status_is, created.event, expected=[201])
        stage.judge("CONT-INJECT-01", m.field_is, created.event, path="body/title", expected=text)
        sent = say.sends(alice, room, via="rest", message_id=text)
        stage.judge("CONT-INJECT-01", m.field_is, sent.answer, path="body/message_id", expected=text)


@check("content.looks-like-a-frame", "CONT-FRAME-01", transports=BOTH, hostile=True)
def test_content_that_looks_like_a_frame_stays_content(stage: Stage, transport: str) -> None:
    """Frames and events written into a message reach bob as text, and nothing of what they say happens."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    listening = bob.connects(room)
    for frame in (
        {"type": "message", "message_id": stage.fresh("inner"), "content": "inner"},
        {"type": "participant_left", "participant": {"participantId": bob.id}, "reason": "removed"},
        {"type": "error", "code": "INTERNAL", "message": "no"},
        {"events": [], "has_more": False},
    ):
        on_the_wire = json.dumps(frame, separators=(",", ":"))
        # As it would travel; with spaces, which whoever parses it and writes it anew loses; in a batch; and in lines.
        for text in (on_the_wire, json.dumps(frame, indent=1), f"[{on_the_wire}]", f"{on_the_wire}\n{on_the_wire}"):
            written.comes_back(alice, listening, "CONT-FRAME-01", text, via=transport)


@check("answers.nosniff", "CONT-SNIFF-01")
def test_answers_may_not_be_sniffed(stage: Stage) -> None:
    """Results and refusals with a body tell browsers to take them for what they are declared to be."""
    for answer in answers.results(stage) + answers.refusals(stage):
        stage.judge("CONT-SNIFF-01", am.forbids_sniffing, answer)
