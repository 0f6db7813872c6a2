"""What the gardener reads of our own results."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from garden_results import written
from gardens import entries, read

from conformance.commands.garden import garden
from conformance.garden import reading
from conformance.garden.model import Entry, Kind, Origin
from conformance.usage import UsageError

RESULTS: dict[str, Any] = {
    "counts": {"expected": 5, "passed": 1, "failed": 1, "blocked": 2, "inconclusive": 1},
    "causes": [
        {
            "requirement": "MSG-ACK-01",
            "severity": "P0",
            "origin": "server",
            "summary": "no answer",
            "failed": ["messages.ack[rest]"],
            "blocked": ["MSG-DUP-01"],
            "in_passing": False,
        }
    ],
    "requirements": [
        {"id": "MSG-ACK-01", "statement": "It MUST answer.", "checks": ["messages.ack[rest]"]},
        {"id": "MSG-DUP-01", "statement": "The same.", "checks": ["a", "b"]},
    ],
    "checks": [
        {
            "id": "messages.ack[rest]",
            "outcome": "failed",
            "reason": "504 came",
            "failure": {"reproduce": "chat-conformance run core -R MSG-ACK-01 --seed 1"},
        },
        {"id": "history.order", "outcome": "inconclusive", "reason": "the race did not come about", "failure": {}},
    ],
    "budgets": [{"name": "all", "what": "the whole run", "budget_s": 100, "spent_s": 140.5}],
    "a member of a younger suite": {"unknown": True},
}


def of_results(folder: Path, **changes: Any) -> tuple[Entry, ...]:
    return entries(written(folder, "results.json", json.dumps(RESULTS | changes)))


def test_cause_of_our_own_results_is_an_entry_with_the_contracts_severity(tmp_path: Path) -> None:
    entry = next(one for one in of_results(tmp_path) if one.kind is Kind.FAILING)
    assert (entry.title, entry.severity, entry.origin) == ("MSG-ACK-01: no answer", "P0", Origin.SERVER)
    assert entry.severity_rule == "the contract says how grave it is"
    assert [str(one) for one in entry.blocks] == ["MSG-DUP-01: 2"]
    assert entry.reproduce == "chat-conformance run core -R MSG-ACK-01 --seed 1"


@pytest.mark.parametrize(("origin", "kind"), [("environment", Kind.INFRASTRUCTURE), ("suite", Kind.FAILING)])
def test_faults_of_environment_and_suite_stand_apart(origin: str, kind: Kind, tmp_path: Path) -> None:
    found = of_results(tmp_path, causes=[RESULTS["causes"][0] | {"origin": origin}], checks=[])
    assert [(entry.origin, entry.kind) for entry in found] == [(Origin(origin), kind)]


def test_inconclusive_checks_have_entries_of_their_own(tmp_path: Path) -> None:
    assert [entry.rule.partition(":")[0] for entry in of_results(tmp_path, causes=[])] == ["inconclusive"]


def test_folder_of_a_report_is_the_results_in_it(tmp_path: Path) -> None:
    results = written(tmp_path, "results.json", json.dumps(RESULTS))
    assert read(tmp_path) == read(results)
    (tmp_path / "streams").mkdir()
    written(tmp_path, "reproducer.py", "def test_nothing(): pass\n")
    assert read(tmp_path) == read(results)


def test_folder_of_tests_may_hold_a_file_of_that_name(tmp_path: Path) -> None:
    written(tmp_path, "results.json", "{}")
    written(tmp_path, "test_something.py", "def test_nothing():\n    pass\n")
    assert not reading.is_report(tmp_path)
    assert {entry.kind for entry in entries(tmp_path)} == {Kind.HOLLOW}


def test_conformant_results_give_no_entry_whatever_the_run_cost(tmp_path: Path) -> None:
    passed = [{"id": "a", "outcome": "passed", "reason": "", "failure": None}]
    assert RESULTS["budgets"][0]["spent_s"] > RESULTS["budgets"][0]["budget_s"]
    assert of_results(tmp_path, causes=[], checks=passed) == ()
    report = written(tmp_path, "results.json", json.dumps(RESULTS | {"causes": [], "checks": passed}))
    assert CliRunner().invoke(garden, [str(report)], standalone_mode=False).return_value == 0


@pytest.mark.parametrize(
    ("words", "why"),
    [("{", "is no JSON that can be read"), ("{}", "has no list of causes"), ('{"a":' * 50_000, "nested too deep")],
)
def test_json_that_is_no_results_is_refused(words: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=why):
        read(written(tmp_path, "results.json", words))
