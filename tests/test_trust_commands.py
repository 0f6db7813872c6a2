"""The commands that hold a report against its record: what they say, and with which status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from trusting import verified, whole, written

from conformance.cli import cli
from conformance.report.write import DOCUMENTS, write_results
from conformance.trust import documents, signature
from conformance.usage import UsageError


@pytest.mark.parametrize("command", ["verify", "rejudge", "report"])
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (None, "there is no such file"),
        ("{", "is not valid JSON"),
        ("[" * 100_000, "is not valid JSON"),
        ("{}", "is not what this suite writes"),
    ],
)
def test_results_that_are_none_are_refused_in_one_line(
    tmp_path: Path, command: str, text: str | None, wanted: str
) -> None:
    if text is not None:
        (tmp_path / "results.json").write_text(text)
    done = CliRunner().invoke(cli, [command, str(tmp_path)])
    assert isinstance(done.exception, UsageError)
    assert wanted in str(done.exception)
    assert "\n" not in str(done.exception)


def test_results_without_their_streams_cannot_be_judged_again(tmp_path: Path) -> None:
    results, _ = whole(tmp_path)
    (tmp_path / "results.json").write_text(json.dumps(results))
    done = CliRunner().invoke(cli, ["rejudge", str(tmp_path)])
    assert isinstance(done.exception, UsageError)
    assert "there is no recorded stream" in str(done.exception)


def test_a_report_is_not_judged_anew_in_its_own_place(tmp_path: Path) -> None:
    results, events = whole(tmp_path)
    written(tmp_path, results, events)
    before = (tmp_path / "results.json").read_bytes()
    (tmp_path / "link").symlink_to(tmp_path)
    for same in (tmp_path, tmp_path / "link"):
        done = CliRunner().invoke(cli, ["rejudge", str(tmp_path / "results.json"), "--report-dir", str(same)])
        assert isinstance(done.exception, UsageError)
        assert str(done.exception) == f"--report-dir: {same}: is the report that is judged anew; name another folder"
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/mine.txt").write_text("keep")
    done = CliRunner().invoke(cli, ["rejudge", str(tmp_path), "--report-dir", str(tmp_path / "notes")])
    assert "holds no results.json of a run but other files" in str(done.exception)
    assert (tmp_path / "results.json").read_bytes() == before


def test_a_report_of_another_suite_is_not_called_wrong(tmp_path: Path) -> None:
    results, events = whole(tmp_path)
    written(tmp_path, results, events)
    done = verified(tmp_path)
    assert done.return_value == 4
    assert "cannot tell whether it adds up, nor of its documents: it was judged by suite 0.1" in done.output


def test_a_report_of_another_suite_is_held_against_what_its_record_says_of_it(tmp_path: Path) -> None:
    results, events = whole(tmp_path)
    results["suite"]["version"] = "0.2"
    written(tmp_path, results, events)
    done = verified(tmp_path)
    assert done.return_value == 1
    assert 'results.json: suite/version is "0.2", and "0.1" follows from the record' in done.output


def test_a_report_that_only_says_to_be_of_another_suite_is_judged_by_its_record(
    tmp_path: Path, ours: pytest.MonkeyPatch
) -> None:
    results, events = whole(tmp_path)
    results["suite"]["version"] = "0.2"
    written(tmp_path, results, events)
    done = verified(tmp_path)
    assert done.return_value == 1
    assert 'results.json: suite/version is "0.2", and "0.1" follows from the record' in done.output
    assert "cannot tell" not in done.output


@pytest.mark.parametrize("tampered", [False, True])
def test_of_a_report_of_another_suite_it_is_said_whether_its_signature_is_good(tmp_path: Path, tampered: bool) -> None:
    folder = tmp_path / "report"
    folder.mkdir()
    results, events = whole(folder)
    written(folder, results, events)
    key = Ed25519PrivateKey.generate()
    signature.sign(folder, key)
    (tmp_path / "key.pem").write_bytes(
        key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    if tampered:
        (folder / "results.json").write_text(json.dumps(results, indent=1))
    done = verified(folder, "--key", str(tmp_path / "key.pem"))
    assert (done.return_value, "cannot tell" in done.output) == (1 if tampered else 4, True)
    said = "results.json: was changed since it was signed" if tampered else "signed: results.json and streams"
    assert said in done.output


def test_documents_that_say_what_the_results_say_are_named(tmp_path: Path, ours: pytest.MonkeyPatch) -> None:
    results, events = whole(tmp_path)
    written(tmp_path, results, events)
    write_results(tmp_path, results)
    (tmp_path / "badge.json").unlink()
    (tmp_path / "parallel.log").write_text("what pytest said")
    done = verified(tmp_path)
    assert done.return_value == 0, done.output
    assert "\ndocuments: what results.json says, and nothing else: report.html, report.md, analysis.md, " in done.output
    assert "badge.json" not in done.output
    assert "not looked at: parallel.log, run.ndjson\n" in done.output
    assert "not excluded: a record forged by somebody who can write streams" in done.output


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_that_says_something_else_is_named(tmp_path: Path, ours: pytest.MonkeyPatch, name: str) -> None:
    results, events = whole(tmp_path)
    written(tmp_path, results, events)
    write_results(tmp_path, results)
    path = tmp_path / name
    path.write_text(path.read_text().replace("failed", "passed", 1) if "failed" in path.read_text() else "")
    done = verified(tmp_path)
    assert done.return_value == 1
    assert done.output == f"does not add up: {name}: is not what results.json says\n"


def test_a_document_that_is_no_file_is_named(tmp_path: Path) -> None:
    results, _ = whole(tmp_path)
    (tmp_path / "report.md").mkdir()
    (tmp_path / "report.html").symlink_to(tmp_path / "nothing")
    assert list(documents.discrepancies(tmp_path, results)) == [
        "report.html: is not what results.json says",
        "report.md: is not what results.json says",
    ]
