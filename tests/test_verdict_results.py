"""From the recorded stream to the raw outcome of each check: a pass is held against what was recorded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import answer, event

from conformance.client.http import NoAnswer
from conformance.client.socket import Refused
from conformance.recorder import events as recorded
from conformance.recorder import matchers as m
from conformance.recorder.evaluation import ClauseBroken, Evaluation, evaluate
from conformance.recorder.events import Event
from conformance.recorder.stream import Recorder
from conformance.recorder.words import LONGEST_SAID, LONGEST_TRACE
from conformance.stage.outcome import Inconclusive, NotRun, classified, recorded_check
from conformance.target.tokens import CannotMint
from conformance.verdict.model import Raw
from conformance.verdict.results import raw_outcomes

CHECK = "messages.post"
CLAUSE = "MSG-POST-01"


def started(*requirements: str, check: str = CHECK) -> Event:
    return event("check_started", check, requirements=list(requirements or (CLAUSE,)))


def ended(outcome: str = "passed", check: str = CHECK, **more: object) -> Event:
    return event("check_ended", check, outcome=outcome, duration_s=0.25, **more)


def evaluation(clause: str = CLAUSE, reason: str | None = None, *, witnessed: bool = True, **more: object) -> Event:
    return event(
        "evaluation",
        CHECK,
        clause=clause,
        matcher="status_is",
        arguments={},
        events=["s:7", ["s:8", "s:9"]],
        holds=reason is None,
        witnessed=witnessed,
        reason=reason,
        **more,
    )


def raw(*events: Event, requirements: tuple[str, ...] = (CLAUSE,)) -> Raw:
    return raw_outcomes(events, {CHECK: requirements})[CHECK]


# -- ends -------------------------------------------------------------------------------------------------------------


def test_pass_that_cites_what_the_server_sent_is_a_pass() -> None:
    found = raw(started(), evaluation(), ended())
    assert (found.outcome, found.started, found.duration_s, found.traceback) == ("passed", True, 0.25, None)
    assert [(finding.clause, finding.events) for finding in found.findings] == [(CLAUSE, ("s:7", "s:8", "s:9"))]


def test_no_beginning_and_no_end_is_missing() -> None:
    assert raw() == Raw(CHECK, "missing", reason="not collected")


def test_no_end_is_missing_and_says_that_it_had_begun() -> None:
    found = raw(started(), evaluation())
    assert (found.outcome, found.reason, found.started) == ("missing", "the check began and never ended", True)
    assert len(found.findings) == 1


def test_two_ends_are_an_error() -> None:
    found = raw(started(), evaluation(), ended(), started(), evaluation(), ended())
    assert (found.outcome, found.reason) == ("error", "the check ran 2 times")


@pytest.mark.parametrize("outcome", ["failed", "precondition", "inconclusive", "not_run", "error"])
def test_any_other_end_is_taken_as_it_was_recorded(outcome: str) -> None:
    found = raw(started(), ended(outcome, clause="NET-HTTP-01", reason="why", traceback="Traceback: ..."))
    assert (found.outcome, found.clause, found.reason) == (outcome, "NET-HTTP-01", "why")
    assert found.traceback == "Traceback: ..."


def test_events_of_other_checks_and_of_nobody_do_not_count() -> None:
    others = [started(check="another"), ended("failed", check="another"), event("stall", late_ms=3)]
    found = raw_outcomes([*others, started(), evaluation(), ended()], {CHECK: [CLAUSE], "another": [CLAUSE]})
    assert {name: one.outcome for name, one in found.items()} == {CHECK: "passed", "another": "failed"}


# -- vacuous ----------------------------------------------------------------------------------------------------------


def test_what_a_record_says_of_a_checks_requirements_is_not_asked() -> None:
    """A record that leaves them out would pass for want of anything that could be missing."""
    for said in ({"requirements": []}, {"requirements": ["AUTH-VALID-01"]}):
        found = raw(event("check_started", CHECK, **said), evaluation("AUTH-VALID-01"), ended())
        assert (found.outcome, found.reason.endswith(f"for {CLAUSE}")) == ("error", True)


def test_pass_without_any_evaluation_is_vacuous_and_an_error() -> None:
    found = raw(started(), ended())
    assert (found.outcome, found.reason) == ("error", f"vacuous: nothing that the server sent was read for {CLAUSE}")


def test_pass_that_read_only_what_the_suite_sent_is_vacuous() -> None:
    assert raw(started(), evaluation(witnessed=False), ended()).outcome == "error"


def test_pass_that_is_witnessed_for_another_clause_only_is_vacuous() -> None:
    assert raw(started(), evaluation("AUTH-VALID-01"), ended()).reason.endswith(f"for {CLAUSE}")


def test_pass_of_two_clauses_must_be_witnessed_for_both() -> None:
    found = raw(started(), evaluation("ONE-01"), ended(), requirements=("ONE-01", "TWO-01"))
    assert (found.outcome, found.reason[-6:]) == ("error", "TWO-01")


# -- broken and unsettled ---------------------------------------------------------------------------------------------


def test_pass_with_a_broken_evaluation_of_its_own_clause_failed() -> None:
    found = raw(started(), evaluation(), evaluation(reason="expected status 201, got 200"), ended())
    assert (found.outcome, found.clause, found.reason) == ("failed", CLAUSE, "expected status 201, got 200")
    assert found.duration_s == 0.25


def test_pass_with_a_broken_evaluation_of_another_clause_could_not_judge() -> None:
    found = raw(started(), evaluation("CONV-CREATE-01", "no"), evaluation(), ended())
    assert (found.outcome, found.clause) == ("precondition", "CONV-CREATE-01")


def test_pass_with_a_watch_that_was_settled_is_a_pass() -> None:
    watch = event("watch_posted", CHECK, name="s:w", clause=CLAUSE)
    assert raw(started(), watch, ended(), evaluation(watch="s:w")).outcome == "passed"


def test_pass_with_a_watch_that_was_not_settled_is_inconclusive() -> None:
    watches = [event("watch_posted", CHECK, name=name, clause=CLAUSE) for name in ("s:w", "s:v")]
    found = raw(started(), *watches, ended(), evaluation(watch="s:w"), event("watch_lost", CHECK, watch="s:v"))
    assert found.outcome == "inconclusive"
    assert found.reason == "a standing watch lost its connection, so it saw nothing either way"


def test_pass_with_a_watch_that_was_broken_failed() -> None:
    watch = event("watch_posted", CHECK, name="s:w", clause=CLAUSE)
    found = raw(started(), watch, ended(), evaluation(reason="eve was sent canary-1", watch="s:w"))
    assert (found.outcome, found.reason) == ("failed", "eve was sent canary-1")


def test_pass_with_one_watch_broken_and_one_lost_failed() -> None:
    watches = [event("watch_posted", CHECK, name=name, clause=CLAUSE) for name in ("s:w", "s:v")]
    assert raw(started(), *watches, ended(), evaluation(reason="seen", watch="s:w")).outcome == "failed"


# -- from a body to its record ----------------------------------------------------------------------------------------


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[Recorder]:
    recorder = Recorder(tmp_path / "s.ndjson", "s")
    yield recorder
    recorder.close()


def test_recorded_check_that_passes_is_read_back_as_a_pass(recorder: Recorder) -> None:
    with recorded_check(recorder, CHECK, (CLAUSE,)):
        heard = recorder.record("answer", who="alice", status=201, body=None)
        evaluate(recorder, CLAUSE, m.status_is, heard, expected=[201])
    found = raw(*recorded.read(recorder.path))
    assert found.outcome == "passed"
    assert recorded.read(recorder.path) == recorder.events()


def test_a_clause_found_broken_stays_found_where_clearing_away_comes_to_nothing(recorder: Recorder) -> None:
    with recorded_check(recorder, CHECK, (CLAUSE,)):
        heard = recorder.record("answer", who="alice", status=500, body=None)
        try:
            raise ClauseBroken(evaluate(recorder, CLAUSE, m.status_is, heard, expected=[201]))
        finally:
            try:
                Path("/no/such/command").read_bytes()
            except OSError as error:
                raise Inconclusive("control.start could not be carried out") from error
    found = raw(*recorder.events())
    assert (found.outcome, found.clause) == ("failed", CLAUSE)


def test_recorded_check_that_is_stopped_is_not_run_and_goes_on_stopping(recorder: Recorder) -> None:
    with pytest.raises(KeyboardInterrupt), recorded_check(recorder, CHECK, (CLAUSE,)):
        raise KeyboardInterrupt
    assert (raw(*recorder.events()).outcome, raw(*recorder.events()).reason) == ("not_run", "interrupted")


def test_recorded_check_ends_with_a_bounded_reason(recorder: Recorder) -> None:
    """A server can lengthen what breaks on it: the name of a member, a line that is no header."""
    with recorded_check(recorder, CHECK, (CLAUSE,)) as ended:
        raise KeyError("x" * 90_000)
    assert len(ended["reason"]) == LONGEST_SAID
    assert len(ended["traceback"]) == LONGEST_TRACE


def test_recorded_check_that_breaks_keeps_its_traceback(recorder: Recorder) -> None:
    with recorded_check(recorder, CHECK, (CLAUSE,)):
        raise ZeroDivisionError("by zero")
    found = raw(*recorder.events())
    assert (found.outcome, found.reason) == ("error", "ZeroDivisionError: by zero")
    assert "Traceback" in (found.traceback or "")


def test_stream_that_was_cut_short_is_read_up_to_its_last_whole_line(recorder: Recorder) -> None:
    with recorded_check(recorder, CHECK, (CLAUSE,)):
        recorder.record("answer", status=200, body=None)
    whole = recorder.path.read_text(encoding="utf-8")
    recorder.path.write_text(whole[:-5], encoding="utf-8")
    assert raw(*recorded.read(recorder.path)).outcome == "missing"


def test_streams_of_several_processes_are_merged_by_their_common_clock(tmp_path: Path) -> None:
    for name, times in (("a", (3, 9)), ("b", (1, 5))):
        clock = iter(times)
        recorder = Recorder(tmp_path / f"{name}.ndjson", name, clock=lambda clock=clock: next(clock))
        for _ in times:
            recorder.record("stall")
        recorder.close()
    assert [one.id for one in recorded.merged(tmp_path.glob("*.ndjson"))] == ["b:1", "a:1", "b:2", "a:2"]


def broken(clause: str) -> ClauseBroken:
    return ClauseBroken(Evaluation(clause, "status_is", {}, (answer(500),), "expected status 201, got 500"))


SILENCE = event("no_answer", reason="the connection was refused")


@pytest.mark.parametrize(
    ("error", "outcome", "reason"),
    [
        (broken(CLAUSE), "failed", "expected status 201, got 500"),
        (broken("AUTH-VALID-01"), "precondition", "expected status 201, got 500"),
        (NoAnswer(SILENCE), "inconclusive", "no answer: the connection was refused"),
        (
            Refused(SILENCE),
            "inconclusive",
            "no connection: handshake refused: {'reason': 'the connection was refused'}",
        ),
        (Inconclusive("the machine stood still"), "inconclusive", "the machine stood still"),
        (NotRun("no means to kill it"), "not_run", "no means to kill it"),
        (CannotMint("no token for eve"), "not_run", "no token for eve"),
        (KeyError("status"), "error", "KeyError: 'status'"),
        (AssertionError("of the suite's own"), "error", "AssertionError: of the suite's own"),
    ],
)
def test_exception_says_whose_fault_it_is(error: Exception, outcome: str, reason: str) -> None:
    found = classified(error, (CLAUSE,))
    assert (found["outcome"], found["reason"]) == (outcome, reason)
