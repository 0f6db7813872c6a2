"""report.md keeps its structure whatever a server says."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from helpers import PURE, event
from hostile import HOSTILE, skeleton
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from recorded_runs import plain, recorded, run_of
from synthetic_runs import BLOCKING, flood, results_of

from conformance.report import fitting, html, markdown
from conformance.report.narrative.facts import server
from conformance.report.results import build
from conformance.report.timeline import Detail


def report_of(folder: Path, said: str) -> str:
    """Both documents on a server that said something wherever a report shows what servers say, in its reasons too."""
    log = event("server_log", "one.ws", lines=said.splitlines(), left_out=0)
    events = [*recorded(folder, {"key " + said: [said]}, f"reason {said}"), log]
    results = plain(build(run_of(events, server={"name": said, "version": said}, notes=[said])))
    return f"{markdown.render(results)}\n\n{markdown.analysis(results)}"


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[str]]:
    """The structure of a report on a server that said as many lines, but nothing of interest."""
    folder = tmp_path_factory.mktemp("harmless")

    @cache
    def structure(lines: int) -> list[str]:
        return skeleton(report_of(folder, "\n".join(["harmless"] * lines)))

    return lambda said: structure(len(said.splitlines()))


@pytest.mark.parametrize("said", HOSTILE, ids=ascii)
def test_markdown_keeps_its_structure_whatever_the_server_said(
    tmp_path: Path, harmless: Callable[[str], list[str]], said: str
) -> None:
    assert skeleton(report_of(tmp_path, said)) == harmless(said)


@pytest.mark.parametrize("said", HOSTILE, ids=ascii)
def test_markdown_line_is_a_paragraph_whatever_it_begins_with(said: str) -> None:
    """A reason may begin with a member's name that the server chose."""
    parts = skeleton(f"{markdown.in_a_line(said)}\n\nafter\n")
    assert parts[-3:] == skeleton("after")
    assert parts[:-3] == (skeleton("before") if said.strip() else [])


@PURE
@given(st.text(st.sampled_from("`|<>[]()#*_-+=!&\\ \n\r1.ax{}%@$"), max_size=30))
def test_markdown_line_is_text_and_nothing_else(said: str) -> None:
    assert skeleton(f"| a | {markdown.in_a_line(said)} |\n|---|---|\n") == skeleton("| a | b |\n|---|---|\n")


@PURE
@given(st.text(st.sampled_from("`~<# \na"), max_size=30))
def test_markdown_block_is_ended_by_nothing_inside_it(said: str) -> None:
    (token,) = MarkdownIt("commonmark").parse(markdown._block(said, 1000))
    assert (token.type, token.info) == ("fence", "json")
    assert token.content == f"{said}\n"


def test_markdown_says_what_was_found(results: dict[str, Any]) -> None:
    text = markdown.render(results)
    assert text.startswith("# not conformant to full 1.0 without load: 1 cause\n")
    assert "7 expected: 3 passed, 1 failed, 1 blocked, 1 not applicable, 0 not run, 0 inconclusive, 1 error" in text
    assert "### 1. ONE-01 (P1, the server)" in text
    assert "Again: `chat-conformance run full --url http://127.0.0.1:1 --check 'one.ws' --seed 7`" in text


def test_what_a_run_cost_is_told_as_no_part_of_the_verdict(results: dict[str, Any]) -> None:
    spent = [{"name": "quick", "what": "a whole run", "budget_s": 30, "spent_s": 418.5}]
    row = next(line for line in markdown.render({**results, "budgets": spent}).splitlines() if "418.5" in line)
    assert row == "| Cost of the run (no part of the verdict) | a whole run: 418.5 s (aim of the suite: 30 s) |"
    words = html.render({**results, "budgets": spent})
    assert "no part of the verdict" in words.partition("What the run cost")[2].partition("418.5")[0]
    for text in (markdown.render({**results, "budgets": []}), html.render({**results, "budgets": []})):
        assert "What the run cost" not in text
        assert "Cost of the run" not in text


def test_markdown_of_an_interrupted_run_says_so_at_once(tmp_path: Path) -> None:
    text = markdown.render(plain(build(run_of(recorded(tmp_path), interrupted=True))))
    assert "**This run was interrupted" in text[:300]


def test_markdown_of_626_failures_is_small_and_leaves_none_out() -> None:
    text = markdown.render(flood(626, frames=20))
    assert len(text.encode()) < 5_000_000
    assert text.count("Again: `chat-conformance run") == 626
    assert "There are 626. Of each at most" in text


def test_markdown_that_cannot_be_small_still_leaves_no_failure_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "LARGEST", 1000)
    text = markdown.render(results_of("many"))
    assert "Of each at most 2 events" in text
    shown = [check for check in results_of("many")["checks"] if markdown._has_evidence(check)]
    assert text.count("\nAgain: `") == len(shown)


def test_markdown_counts_what_it_leaves_out_of_a_failure() -> None:
    (check,) = [one for one in results_of("many")["checks"] if one["id"] == BLOCKING]
    few = Detail(events=2, line=60, block=160)
    events, left_out = markdown._transcript(check, few)
    assert len(events) + left_out == len(check["failure"]["transcript"]) + check["failure"]["omitted"]
    assert markdown._log(["x" * 99, "b", "c"], few) == ["(1 earlier lines left out)", "b", "c"]
    assert "characters)" in markdown._block({"long": "x" * 900}, 160)


def test_what_a_server_calls_itself_is_no_book(tmp_path: Path) -> None:
    said = "n" * 100_000
    made = plain(build(run_of(recorded(tmp_path), server={"name": said, "version": said}, notes=[])))
    older = {**made, "target": {**made["target"], "server": {"name": said, "version": said}}}
    assert len(made["target"]["server"]["name"]) == 200
    for one in (made, older):
        assert len(markdown.render(one)) < 50_000
        assert "n" * 201 not in server(one)
