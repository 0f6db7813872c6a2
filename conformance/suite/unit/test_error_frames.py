"""How the socket says no, and how an answer names its question."""

from __future__ import annotations

from typing import Any

from conformance.recorder import matchers as m
from conformance.recorder.matchers import answers as am
from conformance.recorder.matchers import messages as mm
from conformance.stage import Stage, check
from conformance.stage import refusals as no

NOT_JSON = ("{", "", "hello", "{'type': 'ping'}", '{"type": "ping"}}', '{"type": "ping",}', '{"type": "pi')
NO_FRAMES: tuple[str, ...] = (
    "null",
    "[]",
    '[{"type": "ping"}]',
    "7",
    '"ping"',
    "true",
    "{}",
    '{"type": 7}',
    '{"type": null}',
)
REFS: tuple[str | int, ...] = ("r", "7", "r" * 128, "\u00e9\U0001f6b2", 7, 0, -1, 2**31)
NO_REFS: tuple[Any, ...] = ("", "r" * 129, 1.5, True, None, ["r"], {"r": 1})


WRONG_FRAMES: tuple[dict[str, Any], ...] = (
    {"type": "sync", "last_sequence_id": 0, "stream_id": 7},
    {"type": "message", "content": "no id"},
    {"type": "message", "message_id": "no-content"},
    {"type": "message", "message_id": "wrong-mentions", "content": "a", "mentions": "bob"},
    {"type": "ping", "nonce": {}},
    {"type": "ping", "nonce": 7},
    {"type": "auth"},
    {"type": "auth", "token": 7},
)
"""Frames of known types, each wrong in one member; what a wrong position is has a clause of its own
(SYNC-INVALID-01)."""


@check("frames.no-json", "ERR-JSON-02")
def test_a_text_that_is_no_json_is_refused(stage: Stage) -> None:
    """``INVALID_JSON``, where the same frame written properly is answered."""
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    for text in NOT_JSON:
        answer = no.answer_to(tab, "ERR-JSON-02", text)
        stage.judge("ERR-JSON-02", mm.refused, answer, statuses=[], codes=["INVALID_JSON"])


@check("frames.no-json-no-names", "ERR-JSON-03")
def test_the_error_for_broken_text_names_nothing(stage: Stage) -> None:
    """After a frame with ref and message_id, a text that holds both but is cut short is refused without either."""
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    no.answer_to(tab, "MSG-ACK-01", no.message_frame(tab, ref="before"))
    for text in ('{"type":"message","ref":"r","message_id":"m","content":', '{"ref":"r","message_id":"m"', "}"):
        answer = no.answer_to(tab, "ERR-JSON-02", text)
        stage.judge("ERR-JSON-02", mm.refused, answer, statuses=[], codes=["INVALID_JSON"])
        stage.judge("ERR-JSON-03", am.lacks, answer, names=["ref", "message_id"])


@check("frames.wrong-members", "ERR-FRAME-01")
def test_a_frame_with_a_wrong_member_is_refused(stage: Stage) -> None:
    """``INVALID_FRAME`` for each member that is missing or of another type."""
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    for frame in WRONG_FRAMES:
        answer = no.answer_to(tab, "ERR-FRAME-01", frame)
        stage.judge("ERR-FRAME-01", mm.refused, answer, statuses=[], codes=["INVALID_FRAME"])


@check("frames.unknown-type", "ERR-TYPE-01")
def test_a_frame_of_an_unknown_type_is_refused(stage: Stage) -> None:
    """``UNKNOWN_TYPE`` for what nobody has heard of, and for what only servers send."""
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    for kind in ("no_such_type", "", "Message", "message ", "message_ack", "connected", "__init__"):
        answer = no.answer_to(tab, "ERR-TYPE-01", {"type": kind, "message_id": "m", "content": "hello"})
        # An empty type may count as none.
        codes = ["UNKNOWN_TYPE"] if kind else ["UNKNOWN_TYPE", "INVALID_FRAME"]
        stage.judge("ERR-TYPE-01", mm.refused, answer, statuses=[], codes=codes)


@check("frames.no-frame", "ERR-TYPE-02")
def test_json_that_is_no_frame_is_refused(stage: Stage) -> None:
    """JSON that is no object, or an object without a type, is refused like any other frame."""
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    for text in NO_FRAMES:
        answer = no.answer_to(tab, "ERR-TYPE-02", text)
        stage.judge("ERR-TYPE-02", mm.refused, answer, statuses=[], codes=["INVALID_FRAME", "UNKNOWN_TYPE"])


@check("frames.ref-echoed", "ERR-REF-01")
def test_an_answer_carries_the_ref_of_its_question(stage: Stage) -> None:
    """Acks, pongs and sync pages carry the ref of their frame, text as text and numbers as numbers."""
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    for ref in REFS:
        frames = (no.message_frame(tab), {"type": "ping"}, {"type": "sync", "last_sequence_id": 0})
        for frame in frames:
            answer = no.answer_to(tab, "ERR-REF-01", {**frame, "ref": ref})
            stage.judge("ERR-REF-01", m.field_is, answer, path="frame/ref", expected=ref)


@check("frames.ref-in-errors", "ERR-REF-02")
def test_an_error_carries_the_ref_of_its_question(stage: Stage) -> None:
    """Frames that are refused, each for its own reason, are told so under their ref."""
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    for ref in ("r", 7):
        for frame in (*WRONG_FRAMES, {"type": "no_such_type"}, {}):
            answer = no.answer_to(tab, "ERR-FRAME-01", {**frame, "ref": ref})
            stage.judge("ERR-FRAME-01", m.frame_has, answer, fields={"type": "error"})
            stage.judge("ERR-REF-02", m.field_is, answer, path="frame/ref", expected=ref)


@check("frames.wrong-ref", "ERR-REF-03")
def test_a_wrong_ref_is_refused_and_not_echoed(stage: Stage) -> None:
    """A ref of 128 characters is echoed; one more, none, and anything but text or an integer is refused."""
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    for ref in NO_REFS:
        for frame in (no.message_frame(tab), {"type": "ping"}):
            answer = no.answer_to(tab, "ERR-REF-03", {**frame, "ref": ref})
            stage.judge("ERR-REF-03", mm.refused, answer, statuses=[], codes=["INVALID_FRAME"])
            stage.judge("ERR-REF-03", am.lacks, answer, names=["ref"])
    longest = no.answer_to(tab, "ERR-REF-01", {"type": "ping", "ref": "r" * 128})
    stage.judge("ERR-REF-01", m.field_is, longest, path="frame/ref", expected="r" * 128)


@check("frames.no-ref", "ERR-REF-05")
def test_an_answer_to_a_frame_without_ref_has_none(stage: Stage) -> None:
    """The ref of the frame before is not used again, for results and refusals alike."""
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    for frame in (no.message_frame(tab), {"type": "ping"}, {"type": "sync", "last_sequence_id": 0}, {"type": "none"}):
        no.answer_to(tab, "ERR-REF-01", {"type": "ping", "ref": "before"})
        answer = no.answer_to(tab, "ERR-REF-05", frame)
        stage.judge("ERR-REF-05", am.lacks, answer, names=["ref"])


@check("frames.error-names-message", "ERR-MSGID-01")
def test_the_error_for_a_message_names_it(stage: Stage) -> None:
    """A message that is refused for its content or for a reply to nothing is named in the error."""
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    for wrong in ({"content": ""}, {"content": ...}, {"reply_to": 1000}):
        frame = no.message_frame(tab, **wrong)
        answer = no.answer_to(tab, "ERR-FRAME-01", frame)
        stage.judge("ERR-FRAME-01", mm.refused, answer, statuses=[], codes=["INVALID_FRAME"])
        stage.judge("ERR-MSGID-01", m.field_is, answer, path="frame/message_id", expected=frame["message_id"])
