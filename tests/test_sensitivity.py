"""What the checks are worth: how the matrix is made and read, and the commands that show a check both ways."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from helpers import check, clause, contract, manifest

from conformance.recorder.events import Event, merged
from conformance.sensitivity import __main__ as sensitivity
from conformance.sensitivity import page
from conformance.sensitivity.bundles import bundled, suspects
from conformance.sensitivity.crowd import Crowd
from conformance.sensitivity.deviations import Deviation
from conformance.sensitivity.matrix import (
    Matrix,
    Row,
    Seen,
    caught_alone,
    edges,
    row_of_flaw,
    row_of_freedom,
    standing_unshown,
    summary,
)
from conformance.sensitivity.reach import Reach, reach, read_use
from conformance.sensitivity.trial import Trial, tried

REGISTRY = contract(clause("A-01"), clause("B-01", needs=["A-01"]), clause("C-01", needs=["B-01"]))
CHECKS = manifest(check("a", "A-01"), check("b", "B-01"), check("c", "C-01"))


def deviation(name: str, *clauses: str, kind: str = "flaw") -> Row:
    """A row before anything is known of it."""
    return Row(kind, name, "It lies.", clauses, "abc", "abc", "", None, (), (), ())


def seen(*broken: str, told: bool = True, first: str | None = None, **outcomes: str) -> Seen:
    """What a run showed; checks that are not named passed."""
    return Seen({"a": "passed", "b": "passed", "c": "passed", **outcomes}, frozenset(broken), first, told)


def test_a_flaw_is_caught_when_what_it_breaks_fails() -> None:
    row = row_of_flaw(
        deviation("lies", "A-01"), seen("A-01", "C-01", a="failed", b="blocked", c="failed", first="A-01")
    )
    assert (row.outcome, row.first_cause) == ("caught", "A-01")
    assert (row.failed, row.hurt, row.others) == (("a", "c"), ("b",), ("C-01",))


def test_a_flaw_is_caught_by_a_check_that_the_ladder_silenced() -> None:
    shown = replace(seen("B-01", a="blocked", b="failed", first="B-01"), saw=True)
    row = row_of_flaw(deviation("lies", "A-01"), shown)
    assert (row.outcome, row.first_cause, row.hurt) == ("caught", "B-01", ("a",))


@pytest.mark.parametrize(("told", "outcome"), [(True, "told and unseen"), (False, "never told")])
def test_a_flaw_that_only_others_see_is_not_caught(told: bool, outcome: str) -> None:
    row = row_of_flaw(deviation("lies", "A-01"), seen("C-01", told=told, c="failed"))
    assert (row.outcome, row.others) == (outcome, ("C-01",))


@pytest.mark.parametrize("outcome", ["failed", "inconclusive", "error", "blocked", "not_run"])
def test_a_freedom_passes_only_if_every_check_does(outcome: str) -> None:
    freedom = deviation("otherwise", "A-01", kind="freedom")
    assert row_of_freedom(freedom, seen(b="not_applicable")).outcome == "passed"
    assert row_of_freedom(freedom, seen(*["A-01"] * (outcome == "failed"), a=outcome)).outcome == "failed"


def test_a_freedom_may_leave_advice_unheeded_and_nothing_else() -> None:
    freedom = deviation("otherwise", "A-01", kind="freedom")
    assert row_of_freedom(freedom, seen("C-01", c="failed"), advice=["C-01"]).outcome == "passed"
    assert row_of_freedom(freedom, seen("C-01", "B-01", c="failed", b="failed"), advice=["C-01"]).outcome == "failed"


def test_what_only_one_check_sees_is_told() -> None:
    rows = [
        row_of_flaw(deviation("one", "A-01"), seen("A-01", a="failed")),
        row_of_flaw(deviation("two", "A-01"), seen("A-01", a="failed", b="failed")),
    ]
    assert caught_alone(rows) == {"a": ("one",)}


def test_an_edge_is_confirmed_by_a_flaw_of_what_is_needed() -> None:
    rows = [row_of_flaw(deviation("one", "A-01"), seen("A-01", a="failed", b="blocked"))]
    assert edges(REGISTRY, rows, CHECKS) == ([("B-01", "A-01")], [("C-01", "B-01")])
    assert standing_unshown(REGISTRY, rows, CHECKS) == {"B-01": {"c"}}, "the check that could show the other"


def test_the_summary_counts_only_flaws_of_a_must_into_the_score() -> None:
    registry = contract(clause("A-01"), clause("B-01", level="SHOULD"))
    matrix = Matrix((
        row_of_flaw(deviation("one", "A-01"), seen("A-01", a="failed", first="A-01")),
        row_of_flaw(deviation("two", "A-01"), seen(first="A-01")),
        row_of_flaw(deviation("three", "B-01"), seen()),
    ))  # fmt: skip
    found = summary(matrix, registry, manifest(check("a", "A-01"), check("b", "B-01")))
    assert (found["caught"], found["flaws_of_a_must"], found["flaws"]) == (1, 2, 3)
    assert found["told_and_unseen"] == ["two", "three"]
    assert found["catch_nothing"] == ["b"]
    assert (found["with_a_cause"], found["misled"]) == (3, ["three"])


def test_a_check_that_finds_nobody_there_counts_as_turned_by_its_flaw() -> None:
    silent = row_of_flaw(deviation("silent", "A-01"), seen("A-01", a="error", b="not_run"))
    assert summary(Matrix((silent,)), REGISTRY, CHECKS)["catch_nothing"] == ["b", "c"]


def test_a_row_takes_the_place_of_an_older_one_and_survives_the_disk() -> None:
    old = row_of_flaw(deviation("one", "A-01"), seen())
    new = row_of_flaw(deviation("one", "A-01"), seen("A-01", a="failed"))
    matrix = Matrix(()).with_row(old).with_row(deviation("other", "B-01")).with_row(new)
    assert [row.outcome for row in matrix.flaws if row.name == "one"] == ["caught"]
    assert Matrix.read(json.loads(json.dumps(matrix.plain(REGISTRY, CHECKS)))) == matrix
    assert matrix.only([("flaw", "one")]).rows == (new,)


def test_a_row_that_only_its_own_checks_met_keeps_what_others_made_of_it() -> None:
    wide = row_of_flaw(
        deviation("one", "A-01"), seen("A-01", "B-01", a="failed", b="failed", c="blocked", first="A-01")
    )
    narrow = replace(row_of_flaw(deviation("one", "A-01"), seen()), commit="def", wide=None)
    [row] = Matrix((wide,)).with_row(narrow, {"a"}).rows
    assert (row.outcome, row.commit, row.wide) == ("told and unseen", "def", "abc")
    assert (row.failed, row.hurt, row.others) == (("b",), ("c",), ("B-01",))


def test_a_freedom_that_says_why_some_checks_cannot_be_tried_is_not_blamed_for_it() -> None:
    freedom = deviation("otherwise", "A-01", kind="freedom")
    assert row_of_freedom(freedom, seen(a="not_run"), excused="a").outcome == "passed"
    assert row_of_freedom(freedom, seen(a="not_run", b="inconclusive"), excused="a").outcome == "failed"
    assert row_of_freedom(freedom, seen(a="error"), excused="a").outcome == "failed"
    assert row_of_freedom(freedom, seen(told=False)).outcome == "never told"


def freedom(name: str, replaces: str | None = None, **more: Any) -> Deviation:
    """A freedom that replaces this."""
    usual = {"clauses": (), "without": (), "arguments": (), "advice": (), "untried": None}
    usual |= {"late": False, "chance": False}
    return Deviation(kind="freedom", name=name, sentence="", replaces=replaces, **{**usual, **more})


def test_what_did_not_pass_several_freedoms_each_of_them_meets_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    met: list[tuple[list[str], bool]] = []

    def trial_of(several: Sequence[Deviation], selection: Sequence[str]) -> Trial:
        names = [one.name for one in several]
        met.append((names, "contested" in selection))
        outcomes = {"contested": "failed" if "unfair" in names else "passed", "other": "passed"}
        rows = [{"id": name, "outcome": outcome, "reason": ""} for name, outcome in outcomes.items()]
        judged = [{"id": "A-01", "outcome": outcomes["contested"], "origin": None}]
        results = {"checks": rows, "requirements": judged, "causes": [], "service_levels": {"requirements": {}}}
        return Trial(0, results, dict.fromkeys(names, 1) if len(names) > 1 else {}, "")

    monkeypatch.setattr(sensitivity, "trial_of", trial_of)
    several = [freedom("fair", "a"), freedom("unfair", "b"), freedom("another", "c")]
    rows = sensitivity.rows_of_freedoms(several, "abc")
    assert {row.name: row.outcome for row in rows} == {"fair": "passed", "unfair": "failed", "another": "passed"}
    assert met == [(["fair", "unfair", "another"], False), (["fair"], True), (["unfair"], True), (["another"], True)]


def test_freedoms_are_tried_together_unless_they_change_the_same() -> None:
    several = [
        freedom("a", "m:f"),
        freedom("b", "m:g"),
        freedom("c", "m:f"),
        freedom("d", "m:h", arguments=("--limit", "x=1")),
        freedom("e", None, arguments=("--limit", "x=2")),
        freedom("f", without=("roles",)),
        freedom("g", untried="why"),
    ]
    names = [[one.name for one in bundle] for bundle in bundled(several)]
    assert names == [["a", "b", "d", "f"], ["c", "e", "g"]]


def test_what_some_checks_say_nothing_of_is_not_tried_beside_what_those_checks_judge() -> None:
    several = [
        freedom("a", without=("roles",)),
        freedom("b", "m:b", clauses=("ROLE-SELF-02",)),
        freedom("c", untried="why", clauses=("LIM-DECL-01",)),
        freedom("d", "m:d", clauses=("LIM-BOUND-01",)),
        freedom("e", "m:e", clauses=("MSG-ACK-01",)),
    ]
    assert [[one.name for one in bundle] for bundle in bundled(several)] == [["a", "d", "e"], ["b", "c"]]


def test_what_takes_time_is_not_tried_beside_what_takes_more() -> None:
    several = [freedom("a", "m:f", late=True), freedom("b", "m:g", late=True), freedom("c", "m:h")]
    assert [[one.name for one in bundle] for bundle in bundled(several)] == [["a", "c"], ["b"]]


def test_no_bundle_is_larger_than_it_may_be() -> None:
    found = bundled(freedom(str(number), f"m:f{number}") for number in range(20))
    assert [len(bundle) for bundle in found] == [8, 8, 4]


def test_each_flaw_of_a_bundle_meets_the_checks_that_failed_on_all_of_them_and_reach_it() -> None:
    able = {"f": list("abcd"), "g": list("cdefgh")}
    asked: list[Sequence[str]] = []

    def outcomes(several: Sequence[Deviation], checks: Sequence[str]) -> dict[str, str]:
        asked.append(checks)
        return {**dict.fromkeys(checks, "passed"), "b": "failed", "d": "blocked", "h": "not_applicable"}

    found = list(suspects([freedom("f"), freedom("g")], able, outcomes))
    assert [(one.name, checks) for one, checks in found] == [("f", ["b", "d"]), ("g", ["d"])]
    assert asked == [list("abcdefgh")]


def test_a_flaw_that_drowns_the_others_is_parted_from_them_and_meets_everybody() -> None:
    able = {name: list("abcdefghij") for name in "wxyz"}

    def outcomes(several: Sequence[Deviation], checks: Sequence[str]) -> dict[str, str]:
        red = "abcdef" if "loud" in {one.sentence for one in several} else "a"
        return {check: "failed" if check in red else "passed" for check in checks}

    bundle = [replace(freedom(name), sentence="loud" if name == "w" else "") for name in "wxyz"]
    found = {one.name: checks for one, checks in suspects(bundle, able, outcomes)}
    assert found == {"w": able["w"], "x": able["x"], "y": ["a"], "z": ["a"]}


def test_the_page_names_what_was_not_seen_and_why_so_much_else_failed() -> None:
    loud = row_of_flaw(deviation("loud", "A-01"), seen("A-01", "B-01", a="failed", b="failed", first="B-01"))
    matrix = Matrix((loud, row_of_flaw(deviation("quiet", "C-01"), seen())))
    text = page.render(matrix, summary(matrix, REGISTRY, CHECKS), {"loud": "B is most of A"})
    assert "## Flaws that were told and not seen\n\n- `quiet`\n" in text
    assert text.count("| B is most of A |") == 2
    assert "| caught, by a check of the requirement that they break | 1 of 2 (50.0 %) |" in text


def command(*words: str) -> subprocess.CompletedProcess[str]:
    """The command, to its end."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "conformance", *words], capture_output=True, text=True, timeout=120, check=False
    )


def test_prove_shows_a_check_both_ways_in_a_vendors_words() -> None:
    done = command("prove", "succession.highest-role")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("ROLE-SUCC-02: The new owner MUST be of the highest role")
    assert "\nas it is: passed\n" in done.stdout
    assert "\nflaw oldest-member-inherits: failed\n" in done.stdout
    assert "to become the owner, got" in done.stdout
    assert "fails on 2 of 2 flaws" in done.stdout


def test_prove_refuses_what_is_no_check_in_one_line() -> None:
    done = command("prove", "succession.highest-rule")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "chat-conformance: CHECK: succession.highest-rule is no check of this suite; "
        "did you mean succession.highest-role?\n"
    )


def test_flaws_are_listed_for_people_and_for_programs() -> None:
    listed = command("flaws", "--requirement", "ROLE-SUCC-02")
    assert listed.stdout.startswith("oldest-member-inherits  (ROLE-SUCC-02)\n    Who has been there longest")
    [first, *_] = json.loads(command("flaws", "--requirement", "ROLE-SUCC-02", "--json").stdout)
    assert (first["kind"], first["name"], first["clauses"]) == ("flaw", "oldest-member-inherits", ["ROLE-SUCC-02"])


def test_a_check_reaches_what_is_used_while_it_has_its_turn() -> None:
    turns = [Event(f"s:{at}", at, "check_started", name, {}) for name, at in (("a", 10), ("b", 20))]
    uses = [read_use(line) for line in ("12 m:f", "25 m:f", "21 m:g", "5 m:started", "0 m:TABLE[key]\n")]
    found = reach([Event("s:11", 11, "check_ended", "a", {}), *reversed(turns)], uses)
    assert found.of("m:f") == {"a", "b"}
    assert found.of("m:g") == {"b"}
    # In use before anybody's turn, no function, never seen in use, or no single thing: nobody can be left out.
    assert all(found.of(target) == {"a", "b"} for target in ("m:started", "m:TABLE[key]", "m:never", None))


def test_who_meets_a_flaw_is_quick_or_stands_on_what_it_breaks_and_reaches_it() -> None:
    everybody = frozenset("abcd")
    met = Crowd(
        frozenset("ab"), {"A-01": frozenset("c"), "B-01": frozenset("d")}, Reach(everybody, {"m:f": frozenset("bcd")})
    )
    flaw = replace(freedom("one", "m:f"), kind="flaw", clauses=("A-01",))
    assert met.for_flaw(flaw) == ["b", "c"]
    assert met.for_flaw(replace(flaw, replaces=None)) == ["a", "b", "c"]


def test_a_server_notes_what_it_uses_and_a_check_reaches_that(tmp_path: Path) -> None:
    uses = tmp_path / "uses"
    uses.mkdir()
    trial = tried([], ["--check", "messages.duplicate-same-number[rest]"], tmp_path, uses=uses)
    assert trial.exit_status == 0, trial.said
    lines = [line for file in uses.iterdir() for line in file.read_text(encoding="utf-8").splitlines()]
    streams = merged((tmp_path / "report/streams").glob("*.ndjson"))
    found = reach(streams, map(read_use, lines))
    assert "messages.duplicate-same-number[rest]" in found.by_target["reference_server.core.timeline:duplicate_of"]
    assert "reference_server.service.tickets:sell" not in found.by_target
    assert (0, "reference_server.core.validate:MAX_MENTIONS") in map(read_use, lines)
