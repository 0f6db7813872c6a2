"""The matchers about isolation, each both ways, down to the words in which it says what came."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from helpers import answer, event, one_line, received

from conformance.recorder.matchers import isolation as im
from conformance.stage import isolation
from conformance.stage.people import Room

PROBLEM = {"type": "about:blank", "status": 404, "code": "NOT_FOUND", "detail": "nothing"}
IDS = ["c_real", "c_none", "c_void"]


@pytest.mark.parametrize(
    ("hidden", "unknown"),
    [
        (PROBLEM, PROBLEM),
        (None, None),
        ({**PROBLEM, "instance": "/chat/c_real"}, {**PROBLEM, "instance": "/chat/c_none"}),
        ({**PROBLEM, "detail": "no c_real here"}, {**PROBLEM, "detail": "no c_none here"}),
        ({**PROBLEM, "x_request": "1"}, {**PROBLEM, "x_request": "2"}),
    ],
)
def test_equal_refusals_hide_existence(hidden: Any, unknown: Any) -> None:
    control = answer(404, json.loads(json.dumps(unknown).replace("c_none", "c_void")))
    said = im.hides_existence(answer(404, hidden), answer(404, unknown), control, what="GET /chat/{id}", ids=IDS)
    assert said is None


def numbered(number: int, **members: Any) -> Any:
    trace = {"request_id": number, "at": "here"}
    return answer(404, {**PROBLEM, "request_id": number, "trace": trace, **members})


def test_what_differs_from_request_to_request_tells_nothing() -> None:
    def said(hidden: Any) -> str | None:
        return im.hides_existence(hidden, numbered(2), numbered(3), what="GET /chat/{id}", ids=IDS)

    assert said(numbered(1)) is None
    assert said(numbered(1, trace={"request_id": 1, "at": "there"}))
    assert said(numbered(1, detail="no member"))
    assert said(numbered(1, hint="ask for an invite"))


def test_an_id_is_its_own_in_whatever_spelling() -> None:
    answers = [answer(404, {"detail": f"no {name} here, at {quote(name, safe='')}"}) for name in ("c/1", "c/2", 'c"3')]
    assert im.hides_existence(*answers, what="GET /chat/{id}", ids=["c/1", "c/2", 'c"3']) is None


@pytest.mark.parametrize(
    ("hidden", "unknown"),
    [
        (answer(403, PROBLEM), answer(404, PROBLEM)),
        (answer(403, PROBLEM), answer(403, PROBLEM)),
        (answer(200, {}), answer(404, PROBLEM)),
        (answer(404, {**PROBLEM, "detail": "no member"}), answer(404, PROBLEM)),
        (answer(404, None), answer(404, PROBLEM)),
    ],
)
def test_any_difference_tells(hidden: Any, unknown: Any) -> None:
    said = im.hides_existence(hidden, unknown, unknown, what="GET /chat/{id}", ids=IDS)
    assert said is not None
    one_line(said, "GET /chat/{id}", "cannot access", "does not exist")


def message(number: int) -> Any:
    return received({"type": "message", "sequence_id": number, "conversation_id": "c"})


def test_nothing_above_looks_at_timeline_events_only() -> None:
    other = received({"type": "read", "sequence_id": 9})
    assert im.nothing_above([message(1), message(2), other], sequence_id=2) is None
    said = im.nothing_above([message(2), message(3)], sequence_id=2)
    assert said is not None
    one_line(said, "number 2", '"sequence_id": 3')
    assert im.nothing_above([event("dropped", reason="gone")], sequence_id=2) is not None


def test_no_whisper_about_looks_at_what_is_not_stored() -> None:
    def came(kind: str, **members: Any) -> Any:
        return received({"type": kind, **members})

    dave = {"participantId": "dave"}
    others = [came("typing", participant={"participantId": "bob"}), came("participant_joined", participant=dave)]
    assert im.no_whisper_about(others, participant="dave") is None
    for whisper in (
        came("typing", participant=dave),
        came("read", **dave),
        came("participant_update", participants=[{"participantId": "bob"}, dave]),
    ):
        said = im.no_whisper_about([*others, whisper], participant="dave")
        assert said is not None
        one_line(said, "dave", whisper.frame["type"])
    assert im.no_whisper_about([], participant="dave") is not None


def test_only_of_looks_at_every_frame_that_names_a_conversation() -> None:
    assert im.only_of([message(1), received({"type": "pong"})], conversation_id="c") is None
    said = im.only_of([message(1), received({"type": "typing", "conversation_id": "d"})], conversation_id="c")
    assert said is not None
    one_line(said, "a connection to c", '"d"')
    assert im.only_of([], conversation_id="c") is not None


def test_lists_none_of_looks_at_every_page() -> None:
    pages = [answer(200, {"conversations": [{"id": "mine"}]}), answer(200, {"conversations": [{"id": "theirs"}]})]
    assert im.lists_none_of(pages, ids=["other"]) is None
    said = im.lists_none_of(pages, ids=["theirs"])
    assert said is not None
    one_line(said, "no member of", "theirs")
    assert im.lists_none_of([], ids=["theirs"]) is not None


@pytest.mark.parametrize("real", ["c_mB0v9R3kQm2sY7Zt1uXw4A", "00000000-0000-4000-8000-0123456789ab", "7", "42ZZzz"])
def test_an_unknown_id_has_the_shape_of_a_known_one(real: str) -> None:
    other = isolation.unknown(Room(real, None)).id  # type: ignore[arg-type]
    assert other != real
    assert len(other) == len(real)
    assert [c.isdigit() for c in other] == [c.isdigit() for c in real]
    assert [c.isupper() for c in other] == [c.isupper() for c in real]


def timed(*times: float) -> list[Any]:
    return [answer(404, PROBLEM, elapsed_ms=time) for time in times]


@pytest.mark.parametrize(
    ("hidden", "unknown", "control"),
    [
        ((2, 3, 4, 5), (2, 3, 4, 5), (2, 3, 4, 5)),
        ((2, 3, 4, 90), (2, 3, 4, 5), (2, 3, 4, 5)),
        ((9, 9, 9, 9), (2, 2, 2, 2), (9, 9, 9, 9)),
        ((20, 20, 20, 20), (2, 2, 2, 2), (15, 15, 15, 15)),
    ],
)
def test_times_within_the_noise_tell_nothing(hidden: Any, unknown: Any, control: Any) -> None:
    assert im.takes_equally_long(timed(*hidden), timed(*unknown), timed(*control), what="GET") is None


@pytest.mark.parametrize("hidden", [(20, 21, 22, 23), (1, 1, 1, 1)])
def test_times_beyond_the_noise_tell(hidden: Any) -> None:
    others = timed(5, 6, 7, 8), timed(5, 6, 7, 8)
    said = im.takes_equally_long(timed(*hidden), *others, what="GET")
    assert said is not None
    one_line(said, "GET takes", "median of 4", "6.0 and 6.0 ms")
