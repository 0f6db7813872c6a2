"""The eleven kinds of trouble that worklogs by hand report, each in miniature: one entry, with the right cause."""

from __future__ import annotations

from pathlib import Path

import pytest
from gardens import BUNDLES, entries, laid_out, read

from conformance.garden.model import Entry, Kind, Origin

KINDS = {
    "01-image-build": ("image-build", Kind.INFRASTRUCTURE, Origin.ENVIRONMENT, 0),
    "02-several-definitions": ("several-definitions", Kind.HOLLOW, Origin.SUITE, 0),
    "03-category-stopped": ("stopped", Kind.FAILING, Origin.UNKNOWN, 0),
    "04-service-missing": ("service-missing", Kind.INFRASTRUCTURE, Origin.ENVIRONMENT, 0),
    "05-missing-attribute": ("missing-attribute", Kind.FAILING, Origin.SUITE, 8),
    "06-name-error": ("collection", Kind.UNCOLLECTABLE, Origin.SUITE, 1),
    "08-commented-out": ("commented-out", Kind.UNCOLLECTABLE, Origin.SUITE, 3),
    "08-corrupted": ("syntax", Kind.UNCOLLECTABLE, Origin.SUITE, 0),
    "09-deprecations": ("deprecation", Kind.DEPRECATION, Origin.UNKNOWN, 0),
    "10-cannot-fail": ("touches-nothing", Kind.HOLLOW, Origin.SUITE, 5),
    "10-designed-to-fail": ("designed-to-fail", Kind.HOLLOW, Origin.SUITE, 2),
    "11-own-definitions": ("own-definitions", Kind.HOLLOW, Origin.SUITE, 2),
    "11-other-library": ("other-library", Kind.HOLLOW, Origin.SUITE, 1),
    "11-mock-only": ("mock-only", Kind.HOLLOW, Origin.SUITE, 1),
    "11-replaced": ("replaced", Kind.HOLLOW, Origin.SUITE, 2),
}
"""Each miniature, the rule that finds it, and how many tests it explains."""


def everything_in(project: Path) -> list[Path]:
    """What would be given to the command: the outputs that were recorded, and the folder where there is code in it."""
    outputs = sorted([*project.glob("*.txt"), *project.glob("*.xml")])
    return [*outputs, *([project] if any(project.rglob("*.py")) else [])]


def only(*paths: Path) -> Entry:
    (entry,) = entries(*paths)
    return entry


@pytest.mark.parametrize("bundle", KINDS)
def test_each_kind_is_one_entry_with_its_cause(bundle: str, tmp_path: Path) -> None:
    rule, kind, origin, explains = KINDS[bundle]
    entry = only(*everything_in(laid_out(tmp_path, bundle)))
    assert (entry.rule.partition(":")[0], entry.kind, entry.origin) == (rule, kind, origin)
    assert len(entry.explains) == explains, entry.explains
    assert entry.evidence
    assert entry.next_step


def test_every_miniature_is_looked_at() -> None:
    assert {path.stem for path in BUNDLES.glob("*.txt")} == {*KINDS, "07-refused", "healthy"}


def test_healthy_suite_with_its_results_gives_no_entry(tmp_path: Path) -> None:
    project = laid_out(tmp_path, "healthy")
    found = read(*everything_in(project), project / "tests")
    assert found.entries == ()
    assert found.left_out == ()
    assert [dict(one.counts) for one in found.read[:2]] == [
        {"collected": 22, "passed": 19, "skipped": 2, "xfailed": 1},
        {"passed": 19, "skipped": 3},
    ]


# -- the words of each ------------------------------------------------------------------------------------------------


def test_image_that_cannot_be_built_stops_everything(tmp_path: Path) -> None:
    entry = only(laid_out(tmp_path, "01-image-build") / "console.txt")
    assert (entry.severity, len(entry.evidence)) == ("P0", 3)
    assert "failed to compute cache key" in entry.evidence[1].text


def test_several_definitions_name_their_modules_and_who_imports_them(tmp_path: Path) -> None:
    entry = only(laid_out(tmp_path, "02-several-definitions"))
    assert entry.details == (
        "app/manager.py: imported by tests/test_connect.py",
        "app/unified.py: imported by tests/test_count.py",
    )


def test_category_that_stopped_the_rest_says_what_was_not_run(tmp_path: Path) -> None:
    entry = only(laid_out(tmp_path, "03-category-stopped") / "console.txt")
    assert [str(blocked) for blocked in entry.blocks] == ["integration", "mission_critical"]
    assert (entry.severity, entry.severity_rule) == ("P0", "it keeps other tests from running")


def test_service_that_is_not_found_is_named_once(tmp_path: Path) -> None:
    entry = only(laid_out(tmp_path, "04-service-missing") / "console.txt")
    assert entry.title == "The service PostgreSQL was not found"
    assert [one.where.rpartition(":")[2] for one in entry.evidence] == ["2", "4"]


def test_missing_attribute_behind_eight_reds_blames_the_set_up(tmp_path: Path) -> None:
    project = laid_out(tmp_path, "05-missing-attribute")
    entry = only(project / "console.txt", project / "junit.xml")
    assert entry.title == "TestFiveEvents has no attribute event_tester: its set-up never made it"
    assert len(entry.explains) == 8
    assert all(name.startswith("tests/test_five_events.py::") for name in entry.explains)


@pytest.mark.parametrize("report", ["console.txt", "collected.txt", "junit.xml"])
def test_name_error_has_one_id_whichever_report_tells_it(report: str, tmp_path: Path) -> None:
    project = laid_out(tmp_path, "06-name-error")
    entry = only(project / report)
    assert entry.id == only(project / "console.txt").id
    assert entry.title == "Collection stops with NameError: name 'Optional' is not defined"
    assert entry.details == ("raised at tests/test_lifecycle.py:2",)


def test_name_error_blocks_the_rest_of_the_run(tmp_path: Path) -> None:
    entry = only(laid_out(tmp_path, "06-name-error") / "console.txt")
    assert [str(one) for one in entry.blocks] == ["the rest of the run (Interrupted: 1 error during collection)"]


@pytest.mark.parametrize("report", ["console.txt", "junit.xml"])
def test_one_refusal_is_behind_seven_reds_and_the_eighth_has_its_own_cause(report: str, tmp_path: Path) -> None:
    refused, own = entries(laid_out(tmp_path, "07-refused") / report)
    assert (refused.title, refused.kind) == (
        "Nothing answered at localhost:9: connections were refused",
        Kind.INFRASTRUCTURE,
    )
    assert (len(refused.explains), refused.severity, refused.origin) == (7, "P0", Origin.ENVIRONMENT)
    assert "2 of these tests do not say where they were refused" in refused.details[0]
    assert (len(own.explains), own.kind, own.origin) == (1, Kind.FAILING, Origin.UNKNOWN)


def test_refusals_have_one_id_whichever_report_tells_them(tmp_path: Path) -> None:
    project = laid_out(tmp_path, "07-refused")
    assert [one.id for one in entries(project / "console.txt")] == [one.id for one in entries(project / "junit.xml")]


def test_modules_that_one_tool_commented_out_are_one_cause(tmp_path: Path) -> None:
    entry = only(laid_out(tmp_path, "08-commented-out"))
    assert (
        entry.title == '2 modules: all tests are commented out by the mark "REMOVED_SYNTAX_ERROR:", none is collected'
    )


def test_corrupted_file_says_where_and_what_the_parser_says(tmp_path: Path) -> None:
    entry = only(laid_out(tmp_path, "08-corrupted"))
    assert entry.title.startswith("tests/test_corrupted.py cannot be parsed: closing parenthesis '}' does not match")
    assert [(one.where, one.text) for one in entry.evidence] == [("tests/test_corrupted.py:10", "}")]


def test_deprecation_is_one_entry_for_all_that_show_it(tmp_path: Path) -> None:
    entry = only(laid_out(tmp_path, "09-deprecations") / "console.txt")
    assert entry.title == "DeprecationWarning: class-based config is deprecated, use ConfigDict instead"
    assert (entry.severity, len(entry.evidence)) == ("P3", 2)
    assert "shown by 3 tests, for example tests/test_config.py::test_name[one]" in entry.details


def test_designed_failures_explain_the_reds_of_the_run(tmp_path: Path) -> None:
    project = laid_out(tmp_path, "10-designed-to-fail")
    assert [one.kind for one in entries(project / "console.txt")] == [Kind.FAILING, Kind.FAILING]
    entry = only(project, project / "console.txt")
    assert entry.sorts == ("output", "source")


def test_own_definitions_are_named(tmp_path: Path) -> None:
    entry = only(laid_out(tmp_path, "11-own-definitions"))
    assert "(MockWebSocket, SimpleQueue, queue)" in entry.title or "(MockWebSocket, SimpleQueue)" in entry.title
