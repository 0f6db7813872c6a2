"""A server that is ended and started by the commands of whoever runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from servers import reference, unit
from sessions import session, tried

from conformance.target.ports import reserved_port


@pytest.fixture
def commanded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server that only commands reach, started already; yields the profile that knows them."""
    monkeypatch.setenv("TEST_SECRET", reference.SECRET)
    folder, port = tmp_path / "unit", reserved_port()
    folder.mkdir()
    words = [sys.executable, unit.__file__]
    commands = "\n".join(
        f"{word} = {json.dumps([*words, word, str(folder), str(port)])}"
        for word in ("start", "stop", "kill", "pause", "resume")
    )
    # By the command, not from here: whoever starts a process has to see it off.
    subprocess.run([*words, "start", str(folder), str(port)], check=True)
    try:
        unit.wait(port)
        yield f'{reference.IDENTITY}\n[target]\nurl = "http://127.0.0.1:{port}"\n[control]\n{commands}\n'
    finally:
        unit.end(folder, at_once=True)


def test_a_server_is_ended_and_started_by_commands(tmp_path: Path, commanded: str) -> None:
    checks = ("durability.acked-survives-kill", "stop.sockets-closed", "exactly-once.both-copies-under-way")
    with session(tmp_path, commanded) as told:
        outcomes = tried(told, *checks)
    assert outcomes == dict.fromkeys(checks, ("passed", "")), outcomes
    faults = [event.data["what"] for event in told.recorder.events() if event.kind == "fault"]
    ends = [fault for fault in faults if fault not in ("drop", "start")]
    assert list(dict.fromkeys(ends)) == ["kill", "stop", "pause", "resume"]
    assert faults.count("start") == faults.count("kill") + faults.count("stop")


@pytest.mark.parametrize("pause", ["", 'pause = ["true"]\n'], ids=["neither", "no resume"])
def test_who_could_not_go_on_again_is_not_paused(tmp_path: Path, reference_url: str, pause: str) -> None:
    profile = f'{reference.IDENTITY}\n[target]\nurl = "{reference_url}"\n[control]\n{pause}'
    with session(tmp_path, profile) as told:
        assert set(tried(told, "exactly-once.both-copies-under-way").values()) == {("passed", "")}
    assert [event for event in told.recorder.events() if event.kind == "fault"] == []


START = 'start = ["true"]\n'


@pytest.mark.parametrize(
    ("control", "outcome", "reason"),
    [
        (START, "not_run", "the profile neither launches the server nor has a control.kill command"),
        ('kill = ["false"]', "not_run", "the profile neither launches the server nor has a control.start command"),
        (f'{START}kill = ["/no/such/command"]', "inconclusive", "control.kill could not be carried out: "),
        (f'{START}kill = ["sh", "-c", "echo no unit; exit 5"]', "inconclusive", "control.kill exited with 5: no unit"),
    ],
    ids=["no kill", "no start", "cannot be begun", "fails"],
)
def test_a_command_that_does_not_do_its_work_says_so(
    tmp_path: Path, reference_url: str, control: str, outcome: str, reason: str
) -> None:
    profile = f'{reference.IDENTITY}\n[target]\nurl = "{reference_url}"\n[control]\n{control}\n'
    with session(tmp_path, profile) as told:
        [found] = tried(told, "durability.acked-survives-kill").values()
    assert found[0] == outcome
    assert found[1].startswith(reason)
