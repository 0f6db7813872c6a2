"""What is typed by hand: ``token``, ``issuer`` and ``serve`` say what they do, and refuse what would surprise."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from servers import command

from conformance import cli


def types(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command of the suite, carried out in a folder."""
    return subprocess.run([*command.COMMAND, *words], cwd=folder, capture_output=True, text=True, timeout=60)


def test_a_token_of_a_new_key_pair_says_so_and_only_the_first_time(tmp_path: Path) -> None:
    first, second = types(tmp_path, "token", "alice"), types(tmp_path, "token", "alice")
    assert first.stderr == (
        "chat-conformance token: made a new key pair in .chat-conformance/issuer; a server accepts this token once it "
        "has read .chat-conformance/issuer/jwks.json\n"
    )
    assert second.stderr == ""
    for done in (first, second):
        assert done.returncode == 0
        assert re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+\n", done.stdout)


@pytest.mark.parametrize("name", ["token alice", "issuer", "serve"])
def test_an_address_is_no_folder_of_keys(name: str, tmp_path: Path) -> None:
    done = types(tmp_path, *name.split(), "--issuer-dir", "http://127.0.0.1:9400/.well-known")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "chat-conformance: --issuer-dir: http://127.0.0.1:9400/.well-known is an address; name the folder in which "
        "`chat-conformance issuer` keeps its keys\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_no_folder_of_keys(tmp_path: Path) -> None:
    (tmp_path / "jwks.json").write_text("{}", encoding="utf-8")
    done = types(tmp_path, "token", "alice", "--issuer-dir", "jwks.json")
    assert (done.returncode, done.stderr) == (
        2, "chat-conformance: --issuer-dir: jwks.json is a file; name the folder of the key pair\n"
    )  # fmt: skip


ANNOUNCED = """\
from dataclasses import replace
import sys
from reference_server.__main__ import announce
from reference_server.config import Settings
announce(replace(Settings(), jwks=sys.argv[1]), 8080)
"""


@pytest.mark.parametrize(
    ("jwks", "more"),
    [
        ("http://127.0.0.1:9400/.well-known/jwks.json", ""),
        ("https://issuer.example.test/jwks.json", ""),
        (".chat-conformance/issuer/jwks.json", ""),
        ("of our own/jwks.json", " --issuer-dir 'of our own'"),
        ("keys/others.json", ""),
    ],
)
def test_the_line_for_a_token_names_a_folder_only_where_the_keys_lie_in_one(jwks: str, more: str) -> None:
    done = subprocess.run([sys.executable, "-P", "-c", ANNOUNCED, jwks], capture_output=True, text=True, check=True)
    assert f"TOKEN=$(chat-conformance token alice{more})\n" in done.stdout


def test_serve_names_arguments_that_the_server_has_and_makes_no_key_to_explain_itself(tmp_path: Path) -> None:
    told = CliRunner().invoke(cli.cli, ["serve", "--help"]).output
    own = types(tmp_path, "serve", "--", "--help")
    assert own.returncode == 0
    assert list(tmp_path.iterdir()) == []
    named = set(re.findall(r"--[a-z]+", told.partition("Options:")[0])) - {"--help"}
    assert {"--flaw", "--freedom", "--port", "--jwks"} <= named
    assert named <= set(re.findall(r"--[a-z-]+", own.stdout))
