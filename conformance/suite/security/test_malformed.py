"""Malformed and careless input: it is answered, and its answer gives nothing away."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import answers as am
from conformance.stage import BOTH, Stage, answers, check
from conformance.stage import messages as say
from conformance.stage import refusals as no
from conformance.stage.conversations import whole_timeline
from conformance.target.tokens import with_flipped_bit

DEFAULT_FRAME_BYTES = 131_072
DEEP = 20_000


@check("malformed.deep-json", "ERR-DEEP-01", transports=BOTH, hostile=True)
def test_deeply_nested_json_is_answered(stage: Stage, transport: str) -> None:
    """A message whose metadata is nested as deeply as a frame allows is answered, and so is the one after it."""
    alice = stage.person("alice")
    room = alice.creates()
    room_for = (int(stage.limits.get("max_frame_bytes", DEFAULT_FRAME_BYTES)) - 512) // 2
    for opening, inner, closing in (("[", "", "]"), ('{"a":', "1", "}")):
        depth = min(DEEP, 2 * room_for // len(opening + closing))
        nested = opening * depth + inner + closing * depth
        text = say.message_text(transport, stage.fresh("msg"), metadata=f'{{"n":{nested}}}')
        answer = say.writes_text(alice, room, text, via=transport, clause="ERR-DEEP-01")
        stage.judge("ERR-DEEP-01", am.survived, answer)
    say.sends(alice, room, via=transport)


@check("malformed.other-media-type", "ERR-MEDIA-01", hostile=True)
def test_a_body_of_another_type_is_refused(stage: Stage) -> None:
    """JSON that is declared as a form or as text, as a page of another site could send it, is refused with 415."""
    alice = stage.person("alice")
    room = alice.creates()
    for declared in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/json"):
        raw = say.message_text("rest", stage.fresh("msg")).encode()
        answer = alice.request("POST", room.path("/messages"), headers={"Content-Type": declared}, content=raw)
        stage.judge("ERR-MEDIA-01", m.status_is, answer.event, expected=[415])
    say.sends(alice, room, via="rest")


@check("malformed.ref-stays-private", "ERR-REF-04")
def test_a_ref_is_shown_to_nobody_else(stage: Stage) -> None:
    """Alice's ref comes back to her, and is in nothing that bob gets, live or in a page."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    tab, listening = alice.connects(room), bob.connects(room)
    ref = stage.fresh("ref")
    sent = no.message_frame(tab, ref=ref)
    answer = no.answer_to(tab, "MSG-ACK-01", sent)
    stage.judge("ERR-REF-01", m.field_is, answer, path="frame/ref", expected=ref)
    listening.receives(answer)
    later = tab.says("something else")
    listening.hears(later)
    pages = whole_timeline(bob, room)
    stage.judge("ERR-REF-04", m.nobody_received, [*listening.events, *pages], canary=ref, people=[bob.name])


@check("malformed.no-internals", "ERR-LEAK-01", transports=BOTH)
def test_refusals_show_no_internals(stage: Stage, transport: str) -> None:
    """Refusals of many kinds speak of the request, and not of the program that refused it."""
    if transport == "rest":
        stage.judge("ERR-LEAK-01", am.reveals_nothing, answers.refusals(stage))
        return
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    asked = (
        "{",
        "null",
        {"type": "none"},
        {"type": "sync"},
        no.message_frame(tab, content=7),
        {"type": "auth", "token": "x"},
    )
    stage.judge("ERR-LEAK-01", am.reveals_nothing, [no.answer_to(tab, "ERR-FRAME-01", frame) for frame in asked])


@check("malformed.credential-not-repeated", "ERR-LEAK-02", needs=("mint",), hostile=True)
def test_a_refused_credential_is_not_repeated(stage: Stage) -> None:
    """A token with a broken signature, and a word that is none, are refused without being shown."""
    alice = stage.person("alice")
    control = alice.request("GET", "/chat/my-conversations")
    stage.judge("AUTH-VALID-01", m.status_is, control.event, expected=[200])
    for credential, status in ((with_flipped_bit(alice.token), [401]), (stage.fresh("no-token"), [400, 401])):
        answer = alice.with_token(credential).request("GET", "/chat/my-conversations")
        label = stage.recorder.secrets.learn(credential, "token", alice.name)
        stage.judge("ERR-LEAK-02", am.does_not_repeat, answer.event, credential=label, status=status)
