"""Whose fault it is that a check could not go on: the suite's, unless what it was sent is not the contract's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from helpers import one_line

from conformance.contract import answers, schemas
from conformance.recorder.stream import Recorder
from conformance.stage.outcome import recorded_check
from conformance.verdict.results import raw_outcomes

CREATED = {"method": "POST", "path": "/chat/create"}


def _described() -> Iterator[tuple[str, str, str, Any]]:
    """Every example of an answer in the document: method, path, status, body."""
    document = schemas.openapi()
    for path, entries in document["paths"].items():
        for method, entry in ((name, one) for name, one in entries.items() if name in answers.METHODS):
            for status, response in entry["responses"].items():
                named = response.get("$ref", "").rpartition("/")[2]
                whole = document["components"]["responses"][named] if named else response
                for media in whole.get("content", {}).values():
                    for example in media.get("examples", {}).values():
                        yield method.upper(), path, status, _value(example)


def _value(example: Mapping[str, Any]) -> Any:
    named = example.get("$ref", "").rpartition("/")[2]
    return (schemas.openapi()["components"]["examples"][named] if named else example)["value"]


def test_every_example_of_an_answer_is_one() -> None:
    found = list(_described())
    asked = [(method, path.replace("{", "").replace("}", "") + "?limit=1", int(status), body)
             for method, path, status, body in found]  # fmt: skip
    assert len(found) > 50
    assert [(*one[:3], why) for one in asked if (why := answers.wrong_with_answer(*one)) is not None] == []
    assert all(answers.wrong_with_answer(method, path, status, []) for method, path, status, _ in asked)


def test_every_example_of_a_frame_of_the_server_is_one() -> None:
    messages = schemas.asyncapi()["components"]["messages"]
    frames = [example["payload"] for name, message in messages.items() if not name.endswith("_frame")
              for example in message["examples"]]  # fmt: skip
    assert len(frames) > 10
    assert [(frame, why) for frame in frames if (why := answers.wrong_with_frame(frame)) is not None] == []


@pytest.mark.parametrize(
    ("frame", "why"),
    [
        ({"type": "pong", "nonce": []}, "nonce: "),
        ({"type": "message"}, "is a required property"),
        ({"type": 1}, "type: 1"),
    ],
)
def test_a_frame_that_is_none_is_told(frame: dict[str, Any], why: str) -> None:
    one_line(str(answers.wrong_with_frame(frame)), why)


def test_what_the_documents_say_nothing_of_is_not_wrong() -> None:
    assert answers.wrong_with_frame({"type": "x_of_a_later_version", "a": 1}) is None
    assert answers.wrong_with_answer("GET", "/metrics", 200, None) is None
    assert answers.wrong_with_answer("POST", "/chat/create", 204, None) == (
        "status 204 is none of 201, 400, 401, 405, 413, 415, 429, 503"
    )


def _ended(folder: Path, status: int, body: Any, error: Exception) -> tuple[str, str, bool]:
    """How a check ended that created something, and then raised this."""
    recorder = Recorder(folder / "one.ndjson", "one")
    with recorded_check(recorder, "a.check", ("CONV-CREATE-01",)):
        asked = recorder.record("request", who="alice", headers={}, body={}, **CREATED)
        recorder.record("answer", who="alice", request=asked.id, status=status, headers={}, body=body, elapsed_ms=1.0)
        raise error
    raw = raw_outcomes(recorder.events(), {"a.check": ("CONV-CREATE-01",)})["a.check"]
    recorder.close()
    return raw.outcome, raw.reason or "", bool(raw.traceback)


def test_a_step_that_fails_on_words_of_another_shape_is_not_the_suites_fault(tmp_path: Path) -> None:
    outcome, reason, has_traceback = _ended(tmp_path, 201, {"id": 7}, KeyError("stream_id"))
    assert (outcome, has_traceback) == ("inconclusive", True)
    one_line(reason, "could not go on: POST /chat/create was answered 201 with what the contract does not say: ")


def test_a_status_that_is_not_listed_is_in_the_way_too(tmp_path: Path) -> None:
    outcome, reason, _ = _ended(tmp_path, 299, None, TypeError("'NoneType' object is not subscriptable"))
    assert outcome == "inconclusive"
    assert "status 299 is none of" in reason


def test_a_step_that_fails_on_the_contracts_own_words_is_the_suites_fault(tmp_path: Path) -> None:
    body = schemas.openapi()["paths"]["/chat/create"]["post"]["responses"]["201"]["content"]["application/json"]
    good = _value(next(iter(body["examples"].values())))
    assert _ended(tmp_path, 201, good, KeyError("stream_id"))[:2] == ("error", "KeyError: 'stream_id'")


def test_what_is_no_question_of_shape_is_the_suites_fault(tmp_path: Path) -> None:
    assert _ended(tmp_path, 201, [], RuntimeError("ours"))[:2] == ("error", "RuntimeError: ours")
