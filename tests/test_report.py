"""The files of a report: whole and well formed whatever a server said, and without a secret."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from helpers import event
from hostile import HOSTILE
from recorded_runs import plain, recorded, run_of
from report_files import KINDS_SHOWN, RESULTS, STREAM, case_of, complaints, found, told

from conformance.recorder.secrets import Secrets
from conformance.report.results import build
from conformance.report.write import DOCUMENTS, write_report

# -- JUnit ------------------------------------------------------------------------------------------------------------

TAGS = {"testsuites", "testsuite", "testcase", "failure", "error", "skipped", "properties", "property", "system-out"}


# -- the files --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", HOSTILE, ids=ascii)
def test_report_is_whole_and_well_formed_whatever_the_server_said(tmp_path: Path, said: str) -> None:
    written = run_of(recorded(tmp_path, {said: said}, said), server={"name": said, "version": said})
    folder = tmp_path / "report"
    folder.mkdir()
    write_report(folder, written, Secrets())
    assert {path.name for path in folder.iterdir()} == {"results.json", *DOCUMENTS}
    results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    assert complaints(RESULTS, results) == []
    assert results["target"]["server"]["name"] == said
    assert found(results, "one.ws")["failure"]["observed"][0]["body"] == {said: said}
    assert (folder / "report.md").read_text(encoding="utf-8").startswith("# not conformant")
    root = ElementTree.parse(folder / "junit.xml").getroot()
    assert {element.tag for element in root.iter()} == TAGS
    assert told(case_of(folder / "junit.xml", "one.ws"))[0].get("message", "").startswith("failed: ")


def test_a_document_that_cannot_be_rendered_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DOCUMENTS, "report.md", lambda results: results["nothing"])  # type: ignore[arg-type]
    with pytest.raises(ExceptionGroup) as raised:
        write_report(tmp_path, run_of(recorded(tmp_path)), Secrets())
    assert [type(one) for one in raised.value.exceptions] == [KeyError]
    assert {path.name for path in tmp_path.iterdir()} >= {"results.json", *DOCUMENTS} - {"report.md"}
    assert not (tmp_path / "report.md").exists()


MEMBERS = {"status": 200, "headers": {}, "body": None, "code": 1000, "late_ms": 1.5, "lines": ["x"], "left_out": 0}


@pytest.mark.parametrize("kind", [kind for kind in KINDS_SHOWN if kind not in ("check_started", "check_ended")])
def test_every_kind_of_event_can_be_shown(tmp_path: Path, kind: str) -> None:
    """A matcher may read any of them; each has what its schema demands and nothing more."""
    results = plain(build(run_of(recorded(tmp_path))))
    needed = set(STREAM["$defs"][kind]["required"]) - {"kind"}
    shown = {"event": "run:1", "kind": kind, **{name: MEMBERS.get(name, "x") for name in needed}}
    failure = found(results, "one.ws")["failure"]
    failure |= {"observed": [shown], "sent": shown, "transcript": [{**shown, "ms": 0.0}]}
    for name, render in DOCUMENTS.items():
        assert render(results), name


def test_report_holds_no_secret_not_even_in_logs(tmp_path: Path) -> None:
    secrets = Secrets()
    label = secrets.learn("s3cret-of-alice", "ticket", "alice")
    folder = tmp_path / "report"
    folder.mkdir()
    (folder / "parallel.log").write_bytes(b"it said s3cret-of-alice \xff\n")
    events = recorded(tmp_path, {"s3cret-of-alice": "s3cret-of-alice"}, "not s3cret-of-alice")
    log = event("server_log", "one.ws", lines=["s3cret-of-alice"], left_out=0)
    write_report(folder, run_of([*events, log], server={"name": "s3cret-of-alice"}), secrets)
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8")
        assert "s3cret-of-alice" not in text
        # A badge holds nothing that a server said.
        assert label.strip("<>") in text.replace("\\", "") or path.stem == "badge"
