"""What reports say in sentences: made of this run's findings, so that no two different runs are told alike."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import pytest
import whole_runs
from markdown_it import MarkdownIt
from markdown_it.token import Token

from conformance.contract import registry as registries
from conformance.report import html, markdown, narrative
from conformance.report.ladder import Ladder
from conformance.report.remedies import remedy
from conformance.report.write import DOCUMENTS

Results = Mapping[str, Any]

FLAWS = (
    "MSG-DUP-01", "MSG-ACK-01", "AUTH-EXP-01", "ISO-LIST-01", "HB-PING-01", "HLT-PUBLIC-01", "CONT-TYPE-01",
    "TYP-STOP-04", "CONV-CREATE-01", "INV-MAKE-01", "SYNC-SNAP-01",
)  # fmt: skip
"""Faults of every severity, low on the ladder and at its top, of many components and of few."""


@cache
def run(name: str) -> Results:
    """A run of the whole suite: against a server with one fault, without any, or against nobody."""
    found: Results = {"green": whole_runs.green, "dead": whole_runs.dead}.get(name, lambda: whole_runs.broken(name))()
    return found


def leaves(token: Token) -> Iterator[str]:
    """The words of an inline token; commands are none."""
    for child in token.children or [token]:
        if child.type in ("text", "text_special"):
            yield child.content


def judging(document: str) -> set[str]:
    """Every sentence of a document: all that stands in paragraphs and lists and is no mere label, and whatever else
    ends as a sentence does; but no heading, and no head of a table."""
    tokens = MarkdownIt("commonmark").enable("table").parse(document)
    found = set()
    for before, token in itertools.pairwise(tokens):
        if token.type != "inline" or before.type in ("heading_open", "th_open"):
            continue
        for sentence in re.split(r"(?<=[.?]) (?=\S)", "".join(leaves(token)).strip()):
            label = len(sentence.split()) < 6 or before.type == "td_open"
            if sentence.endswith((".", "?")) or not label:
                found.add(sentence)
    return found


def told_alike(documents: Mapping[str, str]) -> dict[str, list[str]]:
    """Each sentence that stands in more than one of these documents, with their names."""
    where: dict[str, list[str]] = defaultdict(list)
    for name, document in documents.items():
        for sentence in judging(document):
            where[sentence].append(name)
    return {sentence: names for sentence, names in where.items() if len(names) > 1}


@pytest.mark.parametrize("render", [markdown.render, markdown.analysis], ids=["report", "analysis"])
def test_runs_with_different_faults_have_no_judging_sentence_in_common(render: Callable[[Results], str]) -> None:
    documents = {name: render(run(name)) for name in (*FLAWS, "green", "dead")}
    assert told_alike(documents) == {}
    assert min(len(judging(documents[flaw])) for flaw in FLAWS) >= 8
    assert min(map(len, map(judging, documents.values()))) >= 1


@pytest.mark.parametrize("said", ["This should be mended soon.", "the whole team must look at this now"])
@pytest.mark.parametrize("place", ["{}", "- {}", "1. {}", "> {}", "**Note** {}"])
def test_a_sentence_that_is_true_of_any_run_is_found_wherever_it_stands(said: str, place: str) -> None:
    documents = {name: f"{markdown.analysis(run(name))}\n\n{place.format(said)}\n" for name in FLAWS[:2]}
    assert [sentence.removeprefix("Note ") for sentence in told_alike(documents)] == [said]


def test_a_sentence_in_a_table_is_found_too() -> None:
    assert judging("| Head of all. |\n|---|\n| Mend it. |\n| 5 of 6 requirements kept so far |\n") == {"Mend it."}


@pytest.mark.parametrize("flaw", FLAWS)
def test_causes_are_told_in_the_words_of_the_registry_and_of_no_other_requirement(flaw: str) -> None:
    registry = registries.load()
    for document in (markdown.render(run(flaw)), markdown.analysis(run(flaw))):
        sentences = judging(document)
        assert any(registry[flaw].impact in sentence for sentence in sentences)
        assert markdown.in_a_line(registry[flaw].remedy) in document
        others = [entry for entry in registry if entry.id != flaw and entry.remedy in document]
        assert others == []


def test_impact_of_what_is_blocked_is_told_only_as_unknown() -> None:
    registry, results = registries.load(), run("MSG-DUP-01")
    text = markdown.analysis(results)
    blocked = [row["id"] for row in results["requirements"] if row["outcome"] == "blocked"]
    told = [line for line in text.splitlines() if any(registry[name].impact in line for name in blocked)]
    assert len(told) == narrative.UNKNOWN_SHOWN
    assert all("cannot be known while MSG-DUP-01 fails" in line for line in told)


def test_advice_and_service_levels_are_called_what_they_are_and_keep_nobody_from_conforming() -> None:
    results = whole_runs.broken("GEN-HEAD-01", "SLO-ACK-01")
    assert results["verdict"]["word"] == "conformant"
    assert narrative.summary(results) == [
        "Advice that a server at http://127.0.0.1:1 does not follow: GEN-HEAD-01.",
        "Service levels that a server at http://127.0.0.1:1 missed: SLO-ACK-01.",
    ]
    report = markdown.render(results)
    advice = report.partition("### Advice")[2]
    assert "1. GEN-HEAD-01 (P3): " in advice
    assert "1. SLO-ACK-01: " in advice.partition("### Service levels")[2]
    assert "### Immediately" not in report
    assert "Failing" not in markdown.analysis(results)


@pytest.mark.parametrize(
    ("word", "said"),
    [("incomplete", "cannot be called conformant to full 1.0 after this run"), ("partial", "cannot be called")],
)
def test_a_run_that_judged_a_part_concludes_nothing_about_the_whole(word: str, said: str) -> None:
    results = {**run("green"), "verdict": {**run("green")["verdict"], "word": word}}
    assert said in narrative.conclusion(results)


# -- whose fault it is ------------------------------------------------------------------------------------------------


def test_a_dead_port_is_one_cause_without_a_word_about_the_servers_code() -> None:
    for document in (markdown.render(run("dead")), markdown.analysis(run("dead"))):
        headings = re.findall("^##+ .*", document, re.M)
        assert sum("NET-HTTP-01" in heading for heading in headings) == 1
        assert not {"## Recommendations", "## Plan", "## Impact", "## Fixes, in order"} & set(headings)
        assert len(document.splitlines()) < 150
        assert len(re.findall(r"\b[A-Z]+-[A-Z]+-\d\d\b", document)) < 60
        assert {entry.id for entry in registries.load() if entry.impact in document} == set()


def test_a_green_run_is_told_in_short() -> None:
    report, analysis = markdown.render(run("green")), markdown.analysis(run("green"))
    assert len(report) < 9000
    assert not re.search("## (Key findings|Recommendations|Failures|What could not be judged)", report)
    assert not re.search("## (Root causes|Plan|Fixes|Impact|Next steps)|Failing|Blocked", analysis)


def test_operations_that_are_missing_come_first_with_the_request_that_shows_it() -> None:
    results = dict(run("MSG-DUP-01"))
    shown = {"check": "membership.leave", "request": "w:3", "answer": "w:4", "who": "bob",
             "sent": "DELETE /chat/c_1/leave", "said": 404}  # fmt: skip
    leave = next(row for row in results["operations"] if row["name"].startswith("DELETE") and "leave" in row["name"])
    rows = [{**row, "status": "missing", "shown_by": shown} if row is leave else row for row in results["operations"]]
    text = markdown.render({**results, "operations": rows})
    table = text.partition("## Operations of the contract")[2].partition("##")[0].strip().splitlines()
    assert "**MISSING** | DELETE /chat/c\\_1/leave of bob was answered 404 (w:3 in membership.leave)" in table[2]
    assert "MISSING" not in "".join(table[3:])


def test_of_an_operation_that_is_missing_that_is_said_first() -> None:
    """How its handler is written comes after: there may be none."""
    results = dict(run("CONV-CREATE-01"))
    shown = {"check": "conversations.create", "request": "w:3", "answer": "w:4", "who": "bob",
             "sent": "POST /chat/create", "said": 404}  # fmt: skip
    rows = [{**row, "status": "missing", "shown_by": shown} if row["name"] == "POST /chat/create" else row
            for row in results["operations"]]  # fmt: skip
    gone = "The server has no POST /chat/create: what asks for it is answered 404. "
    (entry,) = [row for row in results["requirements"] if row["id"] == "CONV-CREATE-01"]
    assert remedy(entry, {**results, "operations": rows}) == gone + entry["remedy"]
    assert remedy(entry, results) == entry["remedy"]
    assert remedy({**entry, "outcome": "passed"}, {**results, "operations": rows}) == entry["remedy"]
    there = {**results, "operations": rows}
    for document in (markdown.render(there), markdown.analysis(there), html.render(there)):
        assert gone.strip() in document


def test_every_document_says_the_same_of_what_waits_for_a_cause() -> None:
    """And how much of it waits for nothing else."""
    results = whole_runs.broken("MSG-DUP-01", "MSG-ACK-01")
    for number, cause in enumerate(results["causes"]):
        name = cause["requirement"]
        waiting, alone = Ladder(results).waits_for(name), len(Ladder(results).freed({name}))
        said = narrative.waits(cause, results) or ""
        assert said.startswith(f"{len(waiting)} requirement")
        assert (f", {alone or 'none'} of them for nothing else" in said) is (alone < len(waiting))
        part = html.render(results).split('<article class="cause ')[number + 1].partition("</article>")[0]
        assert f"<summary>{len(waiting)} requirement" in part
        assert ("for nothing else" in part) is (alone < len(waiting))


def test_what_was_never_provoked_is_not_said_to_have_been_seen() -> None:
    for results in (run("green"), run("MSG-DUP-01")):
        passed = [row["id"] for row in results["requirements"] if row["outcome"] == "passed"]
        few = {**results, "never_provoked": passed[:8]}
        told = " ".join([*narrative.summary(few), narrative.conclusion(few)])
        assert "8 were never provoked" in told
        assert f"{len(passed) - 8} of {len(results['requirements'])} requirements were seen kept" in told
        assert "never provoked" not in narrative.conclusion({**results, "never_provoked": []})


def test_ladder_is_made_once_for_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []
    begin = Ladder.__init__
    monkeypatch.setattr(Ladder, "__init__", lambda self, results: (made.append(results), begin(self, results))[1])
    results = whole_runs.broken("MSG-DUP-01")
    markdown.render(results)
    markdown.analysis(results)
    assert len(made) == 1


def test_a_component_of_which_nearly_everything_passed_is_not_called_unjudged() -> None:
    results = whole_runs.broken("MSG-DUP-01", silent={"health.public": "the machine stood still"})
    partly = markdown.analysis(results).partition("### Partly judged: ")[2].partition("###")[0]
    assert "| Health | 7 | 6 | 0 | 0 | 1 |" in partly
    assert "HLT-PUBLIC-01 |" in partly


def test_what_gave_no_answer_stands_apart_from_what_was_found() -> None:
    results = whole_runs.broken("HB-PING-01", silent={"health.public": "the machine stood still"})
    text = markdown.render(results)
    apart = text.partition("## What could not be judged")[2].partition("##")[0]
    assert "| inconclusive | the machine stood still | 1 | health.public |" in apart
    assert "| blocked | waits for HB-PING-01 |" in apart
    assert "the machine stood still" not in text.partition("## Key findings")[2].partition("##")[0]
    assert any("health.public" in (step.command or "") for step in narrative.next_steps(results))


def test_what_gave_no_answer_is_named_to_the_last_and_what_is_blocked_is_counted() -> None:
    unit = [check["id"] for check in run("green")["checks"] if check["category"] == "unit"]
    results = whole_runs.broken("MSG-DUP-01", silent=dict.fromkeys(unit, "the machine stood still"))
    names = [check["id"] for check in results["checks"] if check["outcome"] == "inconclusive"]
    assert len(names) > 100
    apart = markdown.render(results).partition("## What could not be judged")[2].partition("\n## ")[0]
    still, blocked = (next(line for line in apart.splitlines() if what in line) for what in ("stood still", "waits"))
    assert [name for name in names if markdown.in_a_line(name) not in still] == []
    assert (int(still.split(" | ")[2]), blocked.count(", ")) == (len(names), markdown.IDS_SHOWN - 1)


def test_components_of_which_nothing_was_judged_are_named_together() -> None:
    results = dict(run("green"))
    later = {"outcome": "not_run", "reason": "not selected on the command line"}
    rows = [row if "health" in row["groups"] else {**row, **later} for row in results["requirements"]]
    text = markdown.analysis({**results, "requirements": rows})
    components = text.partition("## Components")[2]
    assert "### Passing: 1\n" in components
    assert "| Health | 7 | 7 |" in components
    assert components.count("\n| ") < 12
    assert "Presence; " in components.partition("### Nothing judged: ")[2]


def test_next_steps_show_the_cause_again_and_what_waited_for_it() -> None:
    steps = narrative.next_steps(run("MSG-DUP-01"))
    assert "--check 'messages.duplicate-same-number[rest]'" in (steps[0].command or "")
    assert (steps[1].command or "").count("--requirement") == 1 + narrative.NAMED
    assert steps[-1].command == "chat-conformance run full --url http://127.0.0.1:1"


# -- money and people's customers -------------------------------------------------------------------------------------

MONEY = re.compile(r"revenue|customer|[€£¥₹]|\$ ?\d|\b(?:EUR|USD|GBP)\b", re.IGNORECASE)
OURS = {
    "groups": {
        "idempotency": {"revenue": "EUR 40 000 a month", "customers": "both banks"},
        "health": {"revenue": "nothing to speak of", "customers": None},
    },
    "requirements": {"HB-PING-01": {"revenue": "$ 9", "customers": None}},
    "severities": {"P1": {"revenue": None, "customers": "every customer"}, "P0": {"revenue": "all", "customers": None}},
}


def documents_of(results: Results) -> Iterable[str]:
    """Every document of a report."""
    return [render(results) for render in DOCUMENTS.values()]


@pytest.mark.parametrize("name", ["MSG-DUP-01", "HLT-PUBLIC-01", "green", "dead"])
def test_no_report_speaks_of_money_or_customers_unless_the_profile_does(name: str) -> None:
    assert [found for text in documents_of(run(name)) for found in MONEY.findall(text)] == []


def test_the_profiles_own_words_stand_beside_what_really_failed_and_nowhere_else() -> None:
    results = whole_runs.broken("MSG-DUP-01", impact=OURS)
    assert narrative.stakes(results) == [
        "Sending the same thing twice fails, and as the profile says: revenue: EUR 40 000 a month; customers: both "
        "banks.",
        "P1 (MSG-DUP-01) fails, and as the profile says: customers: every customer.",
    ]
    said = [line for line in markdown.analysis(results).splitlines() if MONEY.search(line)]
    assert len(said) == 2
    assert all("as the profile says" in line for line in said)


def test_what_is_only_blocked_or_kept_costs_nothing_that_is_known() -> None:
    for results in (whole_runs.dead(OURS), whole_runs.broken(impact=OURS)):
        assert narrative.stakes(results) == []
        assert not any(MONEY.search(text) for text in documents_of(results))


# -- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        ([*"abcdefghij"], "a, b, c, d, e, f, g, h and 2 more"),
    ],
)
def test_names_are_listed_as_one_says_them_and_the_rest_is_counted(names: list[str], said: str) -> None:
    assert narrative.listed(names) == said
