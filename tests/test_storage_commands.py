"""Outages by the profile's commands: of which server they speak, and what it means when one fails."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.recorder.stream import Recorder
from conformance.stage.outcome import Inconclusive
from conformance.stage.server import CommandedServer, LaunchedServer, Storage, carry_out
from conformance.target.process import Instance
from conformance.target.profile import Control, Flavour, Launch


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[Recorder]:
    found = Recorder(tmp_path / "s.ndjson", "s", tmp_path / "s.secrets")
    yield found
    found.close()


def control(folder: str) -> Control:
    """Storage is broken while a file is there."""
    code = "import pathlib, sys; getattr(pathlib.Path(sys.argv[1], 'down'), sys.argv[2])()"
    command = [sys.executable, "-c", code, folder]
    return Control(break_storage=[*command, "touch"], mend_storage=[*command, "unlink"])


def test_a_launched_server_is_broken_and_mended_in_its_own_folder(tmp_path: Path, recorder: Recorder) -> None:
    (tmp_path / "data").mkdir()
    instance = Instance(Launch(), Flavour(), tmp_path, {}, lambda group: None)
    storage = LaunchedServer(instance, control("{data}"), recorder).storage
    assert storage.breakable
    storage.fail()
    assert (tmp_path / "data" / "down").exists()
    storage.mend()
    assert not (tmp_path / "data" / "down").exists()
    assert [event.data["what"] for event in recorder.events()] == ["break_storage", "mend_storage"]


def test_a_server_that_somebody_else_started_is_broken_where_the_profile_says(
    tmp_path: Path, recorder: Recorder
) -> None:
    storage = CommandedServer(control(str(tmp_path)), recorder, lambda: True, 1.0).storage
    storage.fail()
    assert (tmp_path / "down").exists()


def test_commands_about_a_launched_server_are_not_used_on_another(recorder: Recorder) -> None:
    assert not CommandedServer(control("{data}"), recorder, lambda: True, 1.0).storage.breakable


def test_without_commands_nothing_can_be_broken(recorder: Recorder) -> None:
    assert not Storage([], [], recorder).breakable


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ([sys.executable, "-c", "import sys; sys.exit('no such container')"], "exited with 1: no such container"),
        (["/nowhere/at/all"], "could not be carried out"),
    ],
)
def test_a_command_that_fails_proves_nothing(command: list[str], words: str, recorder: Recorder) -> None:
    with pytest.raises(Inconclusive, match=words):
        carry_out("break_storage", command, recorder)
