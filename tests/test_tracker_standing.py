"""How a finding stands after a history of runs: new, known, regressed, fixed, intermittent, or not judged."""

from __future__ import annotations

import pytest
from tracked_runs import MARK, began, run

from conformance.tracker.model import FIXED, INTERMITTENT, KNOWN, NEW, REGRESSED, Run
from conformance.tracker.standing import STEADY, Tally, retold, standings

SEEN = {"P": "failed", "A": "passed", "-": "not_run"}
SHORT = {"n": NEW, "k": KNOWN, "r": REGRESSED, "f": FIXED, "i": INTERMITTENT}


def runs(seen: str, builds: str) -> list[Run]:
    """One run a letter: the finding present, absent, or not judged; ``?`` is a build that nobody knows."""
    return [
        run(number, None if build == "?" else build, {"one": SEEN[letter]})
        for number, (letter, build) in enumerate(zip(seen, builds, strict=True))
    ]


def told(seen: str, builds: str) -> str:
    """The status after each run, by its first letter; a dot before it was ever seen."""
    history = runs(seen, builds)
    statuses = ""
    for number in range(len(history)):
        found = standings(history[: number + 1])
        statuses += found[MARK].status[0] if MARK in found else "."
    return statuses


@pytest.mark.parametrize(
    ("seen", "builds", "expected"),
    [
        ("PPP", "111", "nkk"),
        ("PPP", "123", "nkk"),
        ("PA", "12", "nf"),
        ("PAP", "123", "nfr"),
        ("PAPP", "1234", "nfrk"),
        ("PAPAP", "12345", "nfrfr"),
        ("AP", "12", ".n"),
        ("PA", "??", "nf"),
        ("PAP", "???", "nfr"),
    ],
)
def test_a_finding_over_builds_is_new_known_fixed_and_regressed(seen: str, builds: str, expected: str) -> None:
    assert told(seen, builds) == expected


@pytest.mark.parametrize(
    ("seen", "builds", "expected"),
    [
        ("PA", "11", "ni"),
        ("PAP", "111", "nii"),
        ("APP", "111", ".ni"),
        ("PAA", "112", "nif"),
        ("PAP", "112", "nir"),
        ("PPPA", "1222", "nkki"),
        ("PAAAAA", "111111", "niiiif"),
        ("PAPPPPP", "1111111", "niiiiik"),
    ],
)
def test_a_finding_that_comes_and_goes_in_one_build_is_intermittent_until_the_runs_agree(
    seen: str, builds: str, expected: str
) -> None:
    assert STEADY == 5
    assert told(seen, builds) == expected


@pytest.mark.parametrize(
    ("seen", "builds", "expected"), [("P-", "12", "nn"), ("PP-", "123", "nkk"), ("PA-", "123", "nff")]
)
def test_a_finding_that_is_not_judged_keeps_its_status(seen: str, builds: str, expected: str) -> None:
    assert told(seen, builds) == expected
    assert not standings(runs(seen, builds))[MARK].judged


def test_a_finding_that_was_not_judged_in_between_is_compared_with_the_run_before() -> None:
    assert told("P-P", "123") == "nnk"
    assert told("PA-P", "1234") == "nffr"


@pytest.mark.parametrize("word", ["blocked", "inconclusive", "not_run", "not_applicable", "error", "unprovoked"])
def test_only_a_pass_is_the_absence_of_a_finding(word: str) -> None:
    found = standings([run(0, "1", {"one": "failed"}), run(1, "2", {"one": word})])[MARK]
    assert (found.status, found.judged, found.open) == (NEW, False, True)


def test_a_check_that_fails_in_another_way_has_not_judged_the_finding() -> None:
    other = run(1, "2", {"one": "failed"})
    moved = {"f" * 12: other.findings[MARK]}
    found = standings([run(0, "1", {"one": "failed"}), run(1, "2", {"one": "failed"}, findings=moved)])
    assert (found[MARK].status, found[MARK].judged, found["f" * 12].status) == (NEW, False, NEW)


def test_every_check_that_ever_showed_a_finding_must_pass_before_it_is_fixed() -> None:
    history = [run(0, "1", {"one": "failed", "two": "failed"}), run(1, "2", {"one": "failed", "two": "not_run"})]
    half = run(2, "3", {"one": "passed", "two": "not_run"})
    assert not standings([*history, half])[MARK].judged
    assert standings([*history, run(2, "3", {"one": "passed", "two": "passed"})])[MARK].status == FIXED


def test_a_check_that_the_suite_has_no_more_is_not_waited_for() -> None:
    history = [run(0, "1", {"one": "failed", "two": "failed"})]
    assert standings([*history, run(1, "2", {"two": "passed"})])[MARK].status == FIXED
    assert not standings([*history, run(1, "2", {"three": "passed"})])[MARK].judged


def test_an_intermittent_finding_has_the_rate_of_its_build() -> None:
    found = standings(runs("PPAPA", "12222"))[MARK]
    assert found.rate == Tally(present=2, judged=4)
    assert standings(runs("PPA", "123"))[MARK].rate is None


def test_runs_are_told_with_what_was_known_then() -> None:
    first, _, back = retold(runs("PAP", "123"))
    assert (first.findings[MARK].status, first.findings[MARK].seen) == (NEW, 1)
    sighting = back.findings[MARK]
    assert (sighting.status, sighting.first, sighting.seen) == (REGRESSED, began(0), 2)


def test_what_was_dropped_from_the_history_leaves_its_date_its_count_and_its_status() -> None:
    kept = retold(runs("PAPP", "1234"))[2:]
    assert retold(kept) == kept
    found = standings(kept)[MARK]
    assert (found.status, found.first, found.seen) == (KNOWN, began(0), 3)
