"""How REST says no: as a problem, with the right status, and to nothing else."""

from __future__ import annotations

from typing import Any

from conformance.recorder import matchers as m
from conformance.recorder.matchers import answers as am
from conformance.recorder.matchers import messages as mm
from conformance.stage import BOTH, Stage, answers, check
from conformance.stage import messages as say

JSON = {"Content-Type": "application/json"}
WRONG_CREATIONS: tuple[Any, ...] = (
    [], "text", 7, True, [{}], {"title": 7}, {"title": ["a"]}, {"access": "nobody"}, {"access": 1},
    {"participants": "bob"}, {"participants": {"participantId": "bob"}}, {"participants": ["bob"]},
    {"participants": [{}]}, {"participants": [{"participantId": 7}]}, {"sites": "a"}, {"sites": [1]},
)  # fmt: skip


@check("refusals.problem-type", "ERR-PROBLEM-01")
def test_refusals_are_problems(stage: Stage) -> None:
    """Whatever is refused, and why: ``application/problem+json``."""
    stage.judge("ERR-PROBLEM-01", am.refusals_are_problems, answers.refusals(stage))


@check("refusals.problem-members", "ERR-PROBLEM-02")
def test_problems_are_whole(stage: Stage) -> None:
    """Each problem has its five members."""
    stage.judge("ERR-PROBLEM-02", am.problems_are_whole, answers.refusals(stage))


@check("refusals.problem-status", "ERR-PROBLEM-03")
def test_problems_repeat_their_status(stage: Stage) -> None:
    """A problem that is read apart from its response says the same."""
    stage.judge("ERR-PROBLEM-03", am.problems_repeat_the_status, answers.refusals(stage))


@check("refusals.problem-code", "ERR-PROBLEM-04")
def test_problems_have_a_listed_code(stage: Stage) -> None:
    """Programs find a code that the contract lists for the status."""
    stage.judge("ERR-PROBLEM-04", am.codes_fit_the_status, answers.refusals(stage))


@check("refusals.no-json", "ERR-JSON-01")
def test_a_body_that_is_no_json_is_refused(stage: Stage) -> None:
    """A conversation and a message are refused where the JSON is cut short or is none, and made where it is whole."""
    alice = stage.person("alice")
    room = alice.creates()
    message = say.message_text("rest", stage.fresh("msg")).encode()
    bodies = (
        b'{"title": "a"',
        b"title=a",
        b"{'title': 'a'}",
        b'{"title": "a"}}',
        b'{"title": "a",}',
        b'{"title": "\n"}',
    )
    for path, raw in [("/chat/create", raw) for raw in bodies] + [(room.path("/messages"), message[:-1])]:
        answer = alice.request("POST", path, headers=JSON, content=raw)
        stage.judge("ERR-JSON-01", m.status_is, answer.event, expected=[400])
    for path, raw in (("/chat/create", b'{"title": "a"}'), (room.path("/messages"), message)):
        answer = alice.request("POST", path, headers=JSON, content=raw)
        stage.judge("CONV-CREATE-01" if "create" in path else "MSG-POST-01", m.status_is, answer.event, expected=[201])


@check("refusals.not-a-number", "ERR-NUM-01", transports=BOTH)
def test_nan_is_no_json(stage: Stage, transport: str) -> None:
    """A number in metadata is taken; NaN and the infinities in its place are no JSON."""
    alice = stage.person("alice")
    room = alice.creates()
    for number in ("NaN", "Infinity", "-Infinity"):
        text = say.message_text(transport, stage.fresh("msg"), metadata=f'{{"n":{number}}}')
        answer = say.writes_text(alice, room, text, via=transport, clause="ERR-NUM-01")
        stage.judge("ERR-NUM-01", mm.refused, answer, statuses=[400], codes=["INVALID_JSON"])
    text = say.message_text(transport, stage.fresh("msg"), metadata='{"n":1}')
    answer = say.writes_text(alice, room, text, via=transport, clause="ERR-NUM-01")
    stage.judge("MSG-ACK-01" if transport == "ws" else "MSG-POST-01", mm.accepted, answer)


@check("refusals.not-utf-8", "ERR-UTF-01")
def test_a_body_that_is_not_utf_8_is_refused(stage: Stage) -> None:
    """One text in UTF-8 is taken; in Latin-1, overlong, cut short or in UTF-16 it is refused."""
    alice = stage.person("alice")
    room = alice.creates()
    for raw in ("\u00e9".encode("latin-1"), b"\xc0\xaf", b"\xe2\x82", b"\xff", b"\xed\xa0\x80"):
        body = say.message_text("rest", stage.fresh("msg"), content='"?"').encode().replace(b"?", raw)
        answer = say.writes_text(alice, room, body, via="rest", clause="ERR-UTF-01")
        stage.judge("ERR-UTF-01", m.status_is, answer, expected=[400])
    body = say.message_text("rest", stage.fresh("msg"), content='"?"').encode().replace(b"?", "\u00e9".encode())
    answer = say.writes_text(alice, room, body, via="rest", clause="ERR-UTF-01")
    stage.judge("MSG-POST-01", m.status_is, answer, expected=[201])


@check("refusals.wrong-body", "ERR-BODY-01")
def test_a_body_that_is_not_what_the_operation_takes_is_refused(stage: Stage) -> None:
    """JSON of the wrong type, as a whole or in one member, is refused where an empty object or a right member is
    taken."""
    alice = stage.person("alice")
    room = alice.creates()
    for body in WRONG_CREATIONS:
        answer = alice.request("POST", "/chat/create", body)
        stage.judge("ERR-BODY-01", m.status_is, answer.event, expected=[400])
    wrong: tuple[Any, ...] = (
        [],
        "text",
        {},
        {"message_id": stage.fresh("msg"), "content": "a", "mentions": "bob"},
    )
    for body in wrong:
        answer = alice.request("POST", room.path("/messages"), body)
        stage.judge("ERR-BODY-01", m.status_is, answer.event, expected=[400])
    answer = alice.request("POST", "/chat/create", {})
    stage.judge("CONV-CREATE-01", m.status_is, answer.event, expected=[201])


@check("refusals.unknown-path", "ERR-UNKNOWN-01")
def test_an_unknown_path_is_answered_with_a_problem(stage: Stage) -> None:
    """404, as a problem, wherever below /chat the way ends."""
    alice = stage.person("alice")
    room = alice.creates()
    name = stage.fresh("nothing")
    for path in (room.path(f"/{name}"), f"/chat/conversations/{name}/{name}", room.path(f"/events/{name}/{name}")):
        answer = alice.request("GET", path)
        stage.judge("ERR-UNKNOWN-01", m.status_is, answer.event, expected=[404])
        stage.judge("ERR-UNKNOWN-01", am.refusals_are_problems, [answer.event])


def wrong_methods(room_path: str) -> list[tuple[str, str, list[str]]]:
    """Method, path, and the methods that the path has."""
    return [
        ("PUT", "/chat/create", ["POST"]),
        ("DELETE", "/chat/my-conversations", ["GET"]),
        ("POST", "/chat/capabilities", ["GET"]),
        ("DELETE", "/health/chat", ["GET"]),
        ("PUT", f"{room_path}/messages", ["GET", "POST"]),
        ("PATCH", f"{room_path}/events", ["GET"]),
        ("PUT", f"{room_path}/leave", ["DELETE"]),
        ("PUT", f"{room_path}/join", ["POST"]),
    ]


@check("refusals.wrong-method", "ERR-METHOD-01")
def test_a_method_that_a_path_does_not_have_is_refused(stage: Stage) -> None:
    """405, on paths of every kind."""
    alice = stage.person("alice")
    room = alice.creates()
    for method, path, _ in wrong_methods(room.path()):
        answer = alice.request(method, path)
        stage.judge("ERR-METHOD-01", m.status_is, answer.event, expected=[405])


@check("refusals.allowed-methods", "ERR-METHOD-02")
def test_a_refused_method_is_told_the_others(stage: Stage) -> None:
    """``Allow`` names what would have worked."""
    alice = stage.person("alice")
    room = alice.creates()
    for method, path, methods in wrong_methods(room.path()):
        answer = alice.request(method, path)
        stage.judge("ERR-METHOD-01", m.status_is, answer.event, expected=[405])
        stage.judge("ERR-METHOD-02", am.allows, answer.event, methods=methods, not_method=method)


@check("refusals.charset", "ERR-MEDIA-02")
def test_a_charset_is_no_other_media_type(stage: Stage) -> None:
    """JSON with ``charset=utf-8``, in several spellings, is taken like JSON without."""
    alice = stage.person("alice")
    alice.creates()
    for declared in (
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        "Application/JSON; charset=utf-8",
    ):
        answer = alice.request("POST", "/chat/create", {"title": "a"}, headers={"Content-Type": declared})
        stage.judge("ERR-MEDIA-02", m.status_is, answer.event, expected=[201])
