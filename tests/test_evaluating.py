"""What a matcher found is recorded with what it read, and can be repeated from the record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers import PURE
from hypothesis import given
from hypothesis import strategies as st
from matcher_rows import BREAKS, HOLDS, name_of

from conformance.recorder import events as recorded
from conformance.recorder import matchers as m
from conformance.recorder.evaluation import MATCHERS, ClauseBroken, evaluate, matcher, repeat
from conformance.recorder.events import Event
from conformance.recorder.stream import Recorder
from conformance.recorder.words import LONGEST_SAID

pytestmark = pytest.mark.usefixtures("a_schema_of_our_own")


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[Recorder]:
    recorder = Recorder(tmp_path / "s.ndjson", "s")
    yield recorder
    recorder.close()


def rerecorded(recorder: Recorder, reading: Event | list[Event]) -> Event | list[Event]:
    if isinstance(reading, list):
        return [recorder.record(one.kind, check=one.check, **one.data) for one in reading]
    return recorder.record(reading.kind, check=reading.check, **reading.data)


@pytest.mark.parametrize(("match", "readings", "arguments"), [*HOLDS, *(row[:3] for row in BREAKS)], ids=name_of)
def test_repeat_finds_in_the_recorded_lines_what_was_found_at_first(
    recorder: Recorder, match: Any, readings: tuple[Any, ...], arguments: dict[str, Any]
) -> None:
    seen = [rerecorded(recorder, reading) for reading in readings]
    first = evaluate(recorder, "X-01", match, *seen, **arguments)
    lines = recorded.read(recorder.path)
    by_id = {one.id: one for one in lines}
    assert lines == recorder.events()
    assert lines[-1].kind == "evaluation"
    assert repeat(lines[-1], by_id) == first.reason == lines[-1].data["reason"]


@PURE
@given(content=st.text(st.characters(exclude_categories=["Cs"]), max_size=40), came=st.text(max_size=40))
def test_repeat_is_exact_for_any_text(tmp_path_factory: pytest.TempPathFactory, content: str, came: str) -> None:
    recorder = Recorder(tmp_path_factory.getbasetemp() / "any.ndjson", "s")
    recorder.path.write_text("", encoding="utf-8")
    recorder.secrets.learn("a secret that may occur", "token", "alice")
    heard = recorder.record("received", frame={"content": came})
    first = evaluate(recorder, "X-01", m.content_is_exactly, heard, path="frame/content", code_points=content)
    recorder.close()
    lines = recorded.read(recorder.path)
    assert repeat(lines[-1], {one.id: one for one in lines}) == first.reason
    assert first.holds is (came == content)


def test_evaluate_records_clause_matcher_arguments_events_and_result(recorder: Recorder) -> None:
    one, two = recorder.record("request", path="/"), recorder.record("answer", status=500, body=None)
    found = evaluate(recorder, "X-01", m.status_is, two, expected=[200])
    assert (found.holds, found.witnessed, found.events) == (False, True, (two,))
    assert recorder.events()[-1].data == {
        "clause": "X-01",
        "matcher": "basic.status_is",
        "arguments": {"expected": [200]},
        "events": [two.id],
        "holds": False,
        "witnessed": True,
        "reason": "expected status 200, got status 500 with null",
    }
    assert str(ClauseBroken(found)) == "X-01: expected status 200, got status 500 with null"
    assert not evaluate(recorder, "X-01", m.field_is, one, path="path", expected="/").witnessed


def test_a_reason_that_a_server_lengthened_is_bounded_and_repeated_as_it_was(recorder: Recorder) -> None:
    silent = recorder.record("no_answer", who="alice", reason="x" * 90_000)
    found = evaluate(recorder, "X-01", m.speaks_the_contract, [silent], shapes=[])
    assert found.reason is not None
    assert len(found.reason) == LONGEST_SAID
    assert re.search(r"… \(90\d\d\d characters\)\Z", found.reason)
    assert repeat(recorder.events()[-1], {silent.id: silent}) == found.reason


def test_evaluate_notes_the_watch_that_it_settles(recorder: Recorder) -> None:
    heard = recorder.record("received", who="eve", frame={})
    evaluate(recorder, "X-01", m.nobody_received, [heard], watch="s:9", canary="c-1", people=["eve"])
    assert recorder.events()[-1].data["watch"] == "s:9"


def test_evaluate_refuses_a_matcher_that_nobody_could_repeat(recorder: Recorder) -> None:
    def status_is(answer: Event) -> str | None:
        return None

    with pytest.raises(ValueError, match="status_is is not a registered matcher"):
        evaluate(recorder, "X-01", status_is, recorder.record("answer", status=200))


def test_matcher_of_a_name_that_is_taken_is_refused() -> None:
    def status_is(exchange: Event) -> str | None:
        return None

    status_is.__module__ = m.status_is.__module__
    with pytest.raises(ValueError, match=r"two matchers are called basic\.status_is"):
        matcher(status_is)
    assert MATCHERS["basic.status_is"] is m.status_is
