"""The doctor on tokens: whose fault it is that one is refused."""

from __future__ import annotations

import json
import time
from pathlib import Path

import jwt
import pytest
from doctored import IDENTITY, SECRET, at, examined, is_wrong, subject
from helpers import answer, one_line
from servers import miniature
from servers.miniature import LIST, problem

from conformance.doctor import credentials
from conformance.doctor.finding import NOTE, OK, UNKNOWN


def test_a_refused_token_says_what_remains_possible(tmp_path: Path) -> None:
    detail = "Invalid audience"
    refusal = problem("401 Unauthorized", "AUTH_FAILED", detail, {"WWW-Authenticate": "Bearer"})
    with miniature.serving({LIST: refusal}) as url:
        found = examined(tmp_path, at(url))
    is_wrong(found["token"], "a valid token is refused (401, AUTH_FAILED, Invalid audience, Bearer): possible reasons: "
             "it expects another audience than 'chat'", "another secret", "another issuer than 'https://issuer",
             "or the server refuses valid tokens", "mine.toml", decisive=False)  # fmt: skip


def test_a_real_server_with_another_secret_refuses(tmp_path: Path, reference_url: str) -> None:
    found = examined(tmp_path, at(reference_url))
    is_wrong(
        found["token"], "a valid token is refused (401", "it has another secret (secret, [auth] of", decisive=False
    )
    assert found["bad token"].state == OK
    assert found["socket"].state == UNKNOWN


def test_a_server_that_lets_everybody_in_is_told_so(tmp_path: Path) -> None:
    with miniature.serving(lets_in_all=True) as url:
        found = examined(tmp_path, at(url))
    is_wrong(found["bad token"], "what is no token is let in too", "AUTH-SIG-01", decisive=False)


def static(url: str, **ends_in_s: int) -> str:
    """The profile of somebody with these tokens, which end so many seconds from now."""
    made = {name: jwt.encode({"sub": name, "exp": time.time() + ends}, SECRET) for name, ends in ends_in_s.items()}
    listed = ", ".join(f'{name} = "{token}"' for name, token in made.items())
    return f'extends = "full"\n[target]\nurl = "{url}"\n[auth]\nkind = "static"\ntokens = {{ {listed} }}\n'


def test_a_token_of_the_list_that_has_ended_is_the_profiles_fault(tmp_path: Path) -> None:
    with miniature.serving({LIST: miniature.UNAUTHORISED}) as url:
        found = examined(tmp_path, static(url, alice=3600, bob=-7200))
    is_wrong(found["token"], "the token ended 2 h ago, and the server refuses it",
             "newer token into tokens in [auth] of", "mine.toml", decisive=True)  # fmt: skip


def test_a_token_that_has_ended_and_is_accepted_is_not(tmp_path: Path) -> None:
    with miniature.serving() as url:
        found = examined(tmp_path, static(url, alice=-7200))
    is_wrong(found["token"], "ended 2 h ago by this machine's clock is accepted", decisive=False)


def test_a_token_that_ends_soon_is_noted(tmp_path: Path) -> None:
    with miniature.serving() as url:
        found = examined(tmp_path, static(url, alice=180))
    assert found["token"].state == NOTE
    one_line(found["token"].line, "ends in 3 min: a run may outlast it")


COMMANDS = {
    "fails": ("echo no session >&2; exit 3", "exited with 3: no session"),
    "prints nothing": ("true", "what should be a token is empty"),
    "prints more": ("echo the token: abc", "(14 characters) holds spaces"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_gives_no_token_is_the_profiles_fault(tmp_path: Path, command: str) -> None:
    script, part = COMMANDS[command]
    auth = f'[auth]\nkind = "command"\ncommand = ["sh", "-c", {json.dumps(script)}]\n'
    with miniature.serving() as url:
        found = examined(tmp_path, f'extends = "full"\n[target]\nurl = "{url}"\n{auth}')
    is_wrong(found["token"], part, "command", "[auth] of", "mine.toml", decisive=True)
    assert found["socket"].what == "because there is no token to bring"


def test_a_clock_so_far_ahead_that_every_token_has_ended_is_nobodys_bug(tmp_path: Path) -> None:
    of = subject(tmp_path, IDENTITY)
    now = time.time()
    token = credentials.Read({}, {"exp": now + 3600})
    far = credentials.refused(answer(401), token, now, 7200.0, of)
    is_wrong(far, "by the server's clock, 2 h ahead of", "set the clock", decisive=True)
    near = credentials.refused(answer(401), token, now, 600.0, of)
    is_wrong(near, "its clock is 10 min ahead", "or the server refuses valid tokens", decisive=False)


def test_a_launch_that_is_not_told_the_keys_cannot_know_them(tmp_path: Path) -> None:
    of = subject(tmp_path, 'extends = "full"\n[launch]\ncommand = ["./server", "{port}"]\n')
    found = credentials.refused(answer(401), None, time.time(), None, of)
    is_wrong(found, "it cannot know the key: write {jwks} (a file) or {jwks_url} into command", decisive=False)


def test_an_issuer_that_nobody_has_started_is_told_and_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with miniature.serving({LIST: miniature.UNAUTHORISED}) as url:
        found = examined(tmp_path, f'extends = "full"\n[target]\nurl = "{url}"\n')
    is_wrong(found["token"], "has no key in this folder yet", "start `chat-conformance issuer` here", decisive=False)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.toml"]
