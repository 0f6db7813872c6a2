"""Where a report goes: into a folder of its own, and over nothing that somebody else put there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import whole_runs
from helpers import one_line

from conformance.controller.workspace import Workspace
from conformance.report import place
from conformance.usage import UsageError


def published(folder: Path, run: str = "0a1b") -> None:
    """A report that says which run it is of."""
    with Workspace(folder, run) as workspace:
        (workspace.staging / "results.json").write_text(f'"{run}"', encoding="utf-8")
        (workspace.streams / f"{run}.ndjson").write_text("", encoding="utf-8")
        workspace.publish()


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


def test_a_folder_of_something_else_is_refused_before_anything_runs(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("mine", encoding="utf-8")
    words = [sys.executable, "-m", "conformance", "run", "reference", "--report-dir", str(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2, done.stdout + done.stderr
    one_line(done.stderr.strip())
    assert "holds no results.json of a run" in done.stderr
    assert files(tmp_path) == ["precious.txt"]


@pytest.mark.parametrize("results", ["[]", "{}", "{", '{"suite": 1}'])
def test_a_results_json_of_another_tool_makes_no_report(tmp_path: Path, results: str) -> None:
    (tmp_path / "results.json").write_text(results, encoding="utf-8")
    with pytest.raises(UsageError, match="and is left as it is"):
        place.refuse_strange(tmp_path)


def test_a_new_folder_an_empty_one_and_a_report_are_taken(tmp_path: Path) -> None:
    place.refuse_strange(tmp_path / "new")
    place.refuse_strange(tmp_path)
    (tmp_path / "results.json").write_text(json.dumps(whole_runs.green()), encoding="utf-8")
    place.refuse_strange(tmp_path)


def test_the_next_report_replaces_what_a_report_writes_and_keeps_the_rest(tmp_path: Path) -> None:
    folder = tmp_path / "report"
    published(folder)
    for name in ("notes.md", "build.log", "streams/read-me.txt", "mine/a", "parallel.log", "signature.json"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("", encoding="utf-8")
    published(folder, "2c3d")
    kept = ["build.log", "mine/a", "notes.md", "streams/read-me.txt"]
    assert files(folder) == sorted([*kept, "results.json", "streams/2c3d.ndjson"])
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_a_link_is_written_through_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to("there")
    published(tmp_path / "link")
    published(tmp_path / "link", "2c3d")
    assert (tmp_path / "link").is_symlink()
    assert files(tmp_path / "there") == ["results.json", "streams/2c3d.ndjson"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "there"]


def test_a_place_where_no_folder_can_be_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "loop").symlink_to("loop")
    for where in (tmp_path / "file" / "x", tmp_path / "loop", Path("/proc/x")):
        with pytest.raises(UsageError) as error:
            published(where)
        one_line(str(error.value))
