"""The doctor as a whole: a healthy server, the profile explained, and the command."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from doctored import SECRET, at, examined, subject
from servers import miniature, null

from conformance import cli
from conformance.doctor import examine, explained
from conformance.doctor.finding import NOTE, OK, Subject, in_order, plain
from conformance.target import profile as profiles
from conformance.target.profile import Profile

# -- everything in order ----------------------------------------------------------------------------------------------


def test_a_healthy_server_gives_only_ok(tmp_path: Path) -> None:
    found = list(examine.everything(Subject(profiles.load("reference")), tmp_path / "report"))
    assert {one.state for one in found if one.name not in ("machine", "browser")} == {OK}, [one.line for one in found]
    names = [one.name for one in found]
    assert names == ["profile", "command", "launch", "reach", "capabilities", "limits", "clock", "token", "bad token",
                     "socket", "control", "reports", "open files", "machine", "browser"]  # fmt: skip
    assert in_order(found)
    assert list(tmp_path.iterdir()) == []


def test_a_miniature_is_in_order_too(tmp_path: Path) -> None:
    with miniature.serving() as url:
        found = examined(tmp_path, at(url))
    assert {one.state for one in found.values()} <= {OK, NOTE}, [one.line for one in found.values()]


def test_the_page_names_every_examination() -> None:
    root = Path(__file__).parent.parent
    sources = "".join(path.read_text(encoding="utf-8") for path in (root / "conformance" / "doctor").glob("*.py"))
    examined = set(re.findall(r'(?:Finding|_wrong)\(\s*"([a-z ]+)",', sources))
    assert {"bad token", "open files", "launch"} <= examined
    rows = [
        row for row in (root / "docs" / "doctor.md").read_text(encoding="utf-8").splitlines() if row.startswith("| `")
    ]
    assert {name for row in rows for name in re.findall(r"`([a-z ]+)`", row.split("|")[1])} == examined


# -- the profile, explained -------------------------------------------------------------------------------------------


def test_each_value_names_the_file_that_says_it_and_no_secret_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCTOR_KEY", "s3cret-1")
    (tmp_path / "base.toml").write_text(
        'extends = "core"\n[target]\nurl = "http://jo:s3cret-2@chat.test/x"\n'
        'headers = { X-Key = "env:DOCTOR_KEY", X-Other = "s3cret-3" }\n'
    )
    mine = 'extends = "base.toml"\n[profile]\nname = "mine"\n[auth]\nkind = "shared_secret"\nsecret = "s3cret-4"\n'
    rows = {row.key: row for row in explained.rows(subject(tmp_path, mine).profile)}
    base, own = str(tmp_path / "base.toml"), str(tmp_path / "mine.toml")
    assert (rows["profile.name"].shown, rows["profile.name"].file) == ("mine", own)
    assert rows["profile.contract"].file == str(profiles.bundled() / "core.toml")
    assert (rows["target.url"].shown, rows["target.url"].file) == ("http://***@chat.test/x", base)
    assert rows["target.headers.X-Key"].shown == "env:DOCTOR_KEY (is there, not shown)"
    assert rows["target.headers.X-Other"].shown == rows["auth.secret"].shown == "(is there, not shown)"
    assert rows["load.rooms"].file == "default"
    assert "s3cret" not in str(rows)


def test_words_of_others_are_one_printable_line() -> None:
    assert plain("a\r\nb\x1b[31m\u202ec") == "a b\ufffd[31m\ufffdc"
    assert plain("x" * 400) == "x" * 299 + "…"


# -- the command ------------------------------------------------------------------------------------------------------


def test_the_command_says_where_each_value_comes_from_and_what_to_write(tmp_path: Path) -> None:
    with null.closed_port() as url:
        of = subject(tmp_path, at(url))
        told = CliRunner().invoke(cli.cli, ["doctor", of.profile.source], standalone_mode=False)
    assert told.return_value == 3, told.output
    assert f"target.url            {url}  ({of.profile.source})" in told.output
    assert "wrong   reach         nothing listens" in told.output
    assert SECRET not in told.output
    assert "1 wrong" in told.output.splitlines()[-1]
    assert "\x1b" not in told.output


def test_the_command_tells_programs_the_same(tmp_path: Path) -> None:
    with miniature.serving() as url:
        of = subject(tmp_path, at(url))
        words = ["doctor", of.profile.source, "--json", "--report-dir", str(tmp_path / "report")]
        told = CliRunner().invoke(cli.cli, words, standalone_mode=False)
    document = json.loads(told.output)
    assert (told.return_value, document["in_order"]) == (0, True), told.output
    assert {one["name"] for one in document["findings"]} >= {"reach", "token", "socket", "machine"}
    assert {"key": "target.url", "shown": url, "file": of.profile.source} in document["values"]


def test_a_subject_of_a_bundled_profile_sends_nobody_into_the_package() -> None:
    bundled = profiles.load("full")
    assert Subject(bundled).within("target") == '[target] of a profile of your own, extends = "full"'
    assert isinstance(bundled, Profile)
    assert sys.prefix not in Subject(bundled).within("target")
