"""What the gardener reads of JUnit files, and of files that are no results at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from garden_results import case, failure, of_xml, written, xml
from gardens import entries, read

from conformance.garden import junit, reading
from conformance.garden.model import Kind
from conformance.usage import UsageError

# -- JUnit ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ('<!DOCTYPE x [<!ENTITY a "aaa">]><testsuites>&a;</testsuites>', ":1: declares a document type"),
        ('<!DOCTYPE x SYSTEM "file:///etc/passwd"><testsuites/>', ":1: declares a document type"),
        ("<html><body/></html>", ":1: is no JUnit XML: it begins with <html>, expected <testsuites>"),
        ("<testsuites><oops", "is no XML that can be read"),
        ("<testsuites>" + "<a>" * 200, "nested more than 100 deep"),
        ("<testsuites>&undefined;</testsuites>", "is no XML that can be read"),
    ],
)
def test_xml_that_cannot_be_used_is_refused_in_one_line(words: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        read(written(tmp_path, "junit.xml", words))
    assert why in str(refused.value)
    assert "\n" not in str(refused.value)


def test_xml_that_breaks_off_is_read_until_there(tmp_path: Path) -> None:
    log = read(written(tmp_path, "junit.xml", xml(case("test_a", failure("AssertionError: x")))[:-20]))
    assert [entry.kind for entry in log.entries] == [Kind.FAILING]
    assert "the document breaks off here" in log.left_out[0]
    assert "the 1 test before it were read" in log.left_out[0]


def test_no_more_cases_are_read_than_the_bound(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(junit, "CASES", 2)
    log = read(written(tmp_path, "junit.xml", xml(case("one"), case("two"), case("three"))))
    assert dict(log.read[0].counts) == {"passed": 2}
    assert log.left_out == (f"{tmp_path}/junit.xml: 1 test cases after the first 2 were not read",)


def test_xml_of_another_runner_tells_its_exception(tmp_path: Path) -> None:
    refused = '<error type="java.net.ConnectException" message="Connection refused: db/10.0.0.7:5432"/>'
    (entry,) = of_xml(tmp_path, case("one", refused), case("two", refused))
    assert (entry.kind, len(entry.explains)) == (Kind.INFRASTRUCTURE, 2)


@pytest.mark.parametrize("tag", ["flakyFailure", "rerunFailure"])
def test_test_that_passed_when_it_was_run_again_is_flaky(tag: str, tmp_path: Path) -> None:
    (entry,) = of_xml(tmp_path, case("one", failure("AssertionError: x", tag)))
    assert entry.kind is Kind.FLAKY


def test_test_that_failed_again_is_not_flaky(tmp_path: Path) -> None:
    both = failure("AssertionError: x") + failure("AssertionError: x", "rerunFailure")
    (entry,) = of_xml(tmp_path, case("one", both))
    assert entry.kind is Kind.FAILING


# -- what is no result at all -----------------------------------------------------------------------------------------


def test_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(reading, "BYTES", 10)
    with pytest.raises(UsageError, match="is larger than 0 MiB; give the part that reports the failures"):
        read(written(tmp_path, "out.txt", "x" * 11))


def test_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        UsageError, match=r"is no text; give results\.json, JUnit XML, printed test output, or a folder"
    ):
        read(written(tmp_path, "a.bin", "\0\1\2"))


def test_text_that_windows_wrote_is_read(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_bytes("=== short test summary info ===\r\nFAILED t/a.py::test_a - ValueError: x\r\n".encode("utf-16"))
    assert [entry.title for entry in entries(path)] == ["ValueError: x"]
