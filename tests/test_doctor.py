"""The doctor: for everything that is commonly wrong, exactly the line that helps."""

from __future__ import annotations

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from email.utils import formatdate
from pathlib import Path
from typing import Any

import jwt
import psutil
import pytest
from click.testing import CliRunner
from helpers import answer, one_line
from servers import command, gateway, miniature, null, reference
from servers.gateway import Authority
from servers.miniature import HTML, LIST, PUBLIC, SOCKET, document, problem

from conformance import cli
from conformance.doctor import browser, clocks, credentials, examine, explained, launching, limits, machine, silence
from conformance.doctor.finding import NOTE, OK, UNKNOWN, WRONG, Finding, Subject, in_order, plain
from conformance.doctor.machine import Measured
from conformance.target import profile as profiles
from conformance.target.profile import Profile

SECRET = "a secret of these tests, long enough for HS256"
IDENTITY = f'extends = "full"\n[auth]\nkind = "shared_secret"\nsecret = "{SECRET}"\n'


def subject(folder: Path, text: str, url: str | None = None) -> Subject:
    """A subject whose profile is this text, in ``folder/mine.toml``."""
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return Subject(profiles.load(str(path)), url)


def examined(folder: Path, text: str, url: str | None = None) -> dict[str, Finding]:
    """What is found of a server, by the name of the examination."""
    return {found.name: found for found in examine.of_server(subject(folder, text, url))}


def at(url: str, *more: str) -> str:
    """The profile of who knows where a server is."""
    return "\n".join([IDENTITY, f'[target]\nurl = "{url}"', *more, ""])


def is_wrong(found: Finding, *parts: str, decisive: bool) -> None:
    """A finding is one line that says all this."""
    assert found.state == WRONG, found.line
    one_line(found.line, *parts)
    assert found.decisive is decisive, found.line


def rest_is_unknown(findings: Mapping[str, Finding], why: str) -> None:
    """What could not be examined says why."""
    rest = {name: findings[name] for name in ("capabilities", "clock", "token", "socket")}
    assert {(found.state, found.what) for found in rest.values()} == {(UNKNOWN, f"because {why}")}


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


# -- reaching ---------------------------------------------------------------------------------------------------------


def test_a_refused_port_names_the_key(tmp_path: Path) -> None:
    with null.closed_port() as url:
        found = examined(tmp_path, at(url))
    host = url.removeprefix("http://")
    is_wrong(found["reach"], f"nothing listens at {host}", "start the server, or correct url in [target] of",
             "mine.toml", decisive=True)  # fmt: skip
    rest_is_unknown(found, "the server of the profile was not reached")


def test_a_refused_port_of_the_command_line_is_not_laid_at_the_profiles_door(tmp_path: Path) -> None:
    with null.closed_port() as url:
        found = examined(tmp_path, IDENTITY, url)
    is_wrong(found["reach"], "start the server, or correct --url", decisive=True)
    assert "mine.toml" not in found["reach"].line


def test_an_untrusted_certificate_says_what_to_write(tmp_path: Path) -> None:
    with null.listening(null.read_request, Authority(tmp_path / "authority").context()) as url:
        found = examined(tmp_path, at(url))
    is_wrong(found["reach"], "its certificate is not trusted", '[target] ca = "file:PATH"', "mine.toml", decisive=True)


def test_plain_http_to_a_port_for_tls_is_told_the_other_address(tmp_path: Path) -> None:
    with null.listening(null.read_request, Authority(tmp_path / "authority").context()) as url:
        plainly = url.replace("https", "http")
        found = examined(tmp_path, at(plainly))
    is_wrong(found["reach"], f"what listens at {plainly} speaks TLS", f'write [target] url = "{url}"', "mine.toml",
             decisive=True)  # fmt: skip


def test_tls_to_a_port_without_it_is_told_the_other_address(tmp_path: Path) -> None:
    with null.garbage() as url:
        found = examined(tmp_path, IDENTITY, url.replace("http", "https"))
    is_wrong(found["reach"], "speaks no TLS", f"give --url {url}", decisive=True)


def test_what_is_no_http_is_left_to_the_rungs(tmp_path: Path) -> None:
    with null.garbage() as url:
        found = examined(tmp_path, at(url))
    is_wrong(found["reach"], "speaks no HTTP, or hung up", "check url in [target] of", decisive=False)


def test_a_slow_answer_is_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examine, "ANSWER_WITHIN_S", 0.2)
    with null.hung() as url:
        found = examined(tmp_path, at(url))
    assert (found["reach"].state, found["reach"].decisive) == (UNKNOWN, False)
    one_line(found["reach"].line, f"{url} gave no whole answer in time", "a time-out tells nothing")


def certificate(code: int, message: str) -> ssl.SSLCertVerificationError:
    """A certificate that OpenSSL refuses."""
    error = ssl.SSLCertVerificationError(1, "refused")
    error.verify_code, error.verify_message = code, message
    return error


ENDS = {
    "an unknown name": (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), WRONG, True,
                        "the name chat.test is not known here", "check url in [target]"),
    "no name service": (socket.gaierror(socket.EAI_AGAIN, "Temporary failure"), UNKNOWN, False,
                        "cannot be looked up now", "this machine's name service"),
    "an expired certificate": (certificate(10, "certificate has expired"), WRONG, True,
                               "the certificate of chat.test:443 has expired", "renew it"),
    "a certificate of tomorrow": (certificate(9, "not yet"), WRONG, True, "is not valid yet", "clock of this machine"),
    "another's certificate": (certificate(62, "Hostname mismatch"), WRONG, True, "made for another name (Hostname",
                              "into url in [target]"),
    "another TLS": (ssl.SSLError(1, "no protocols available"), WRONG, False, "no answer came", "check url"),
    "no way": (OSError(113, "No route to host"), WRONG, True, "there is no way to chat.test:443", "check the network"),
    "a reset": (ConnectionResetError(104, "reset by peer"), WRONG, False, "no answer came", "check url"),
}  # fmt: skip


@pytest.mark.parametrize("end", ENDS)
def test_each_end_of_an_attempt_has_its_line(tmp_path: Path, end: str) -> None:
    cause, state, decisive, *parts = ENDS[end]
    error = RuntimeError("as the client says it")
    error.__cause__ = cause
    found = silence.no_answer("reach", error, "https://chat.test", "url", subject(tmp_path, IDENTITY))
    assert (found.state, found.decisive) == (state, decisive)
    one_line(found.line, *parts)


# -- something else answers -------------------------------------------------------------------------------------------

PAGE = null.answer("200 OK", b"<!DOCTYPE html><title>Sign\nin\x1b[31m</title>", HTML)
ELSEWHERE = {"Location": "https://login.example.test/start"}
BASIC = {"WWW-Authenticate": 'Basic realm="staging"'}
SAID_BY_NGINX = b"<html><title>400 The plain HTTP request was sent to HTTPS port</title></html>"

OTHERS: dict[str, tuple[bytes, bool, tuple[str, ...]]] = {
    "a page": (PAGE, True, ("a page for people answers", "entitled 'Sign in", "a login", "its base path too")),
    "a page of errors": (null.answer("404 Not Found", b"<html>", HTML), False, ("a page for people", "(404")),
    "a redirect elsewhere": (null.answer("302 Found", b"", ELSEWHERE), True,
                             ("is redirected to https://login.example.test/start", "redirects are not followed",
                              "[target] headers")),
    "a redirect to itself": (null.answer("307 Temporary Redirect", b"", {"Location": "/health/chat"}), False,
                             ("is redirected to http://127.0.0.1",)),
    "a gateway that asks": (null.answer("401 Unauthorized", b"", BASIC), True,
                            ("a gateway answers 401 (WWW-Authenticate: Basic)", "[target] headers = ")),
    "a server that asks": (miniature.UNAUTHORISED, False, ("a gateway, or the server itself, answers 401",)),
    "nobody behind": (null.answer("502 Bad Gateway", b"bad gateway"), True, ("the server behind it does not (502)",)),
    "TLS, politely": (null.answer("400 Bad Request", SAID_BY_NGINX, HTML), True,
                      ("speaks TLS", 'write [target] url = "https://127.0.0.1')),
    "nothing there": (null.answer("404 Not Found", b"{}"), False,
                      ("knows neither /health/chat nor /chat/capabilities", "below a base path", '/PATH"')),
    "another service": (null.answer("200 OK", b'{"pong": true}'), False,
                        ("but not as the contract says", "GET /health/chat: 200 {'pong': True}")),
}  # fmt: skip


@pytest.mark.parametrize("other", OTHERS)
def test_what_answers_and_is_not_the_server_is_told_by_name(tmp_path: Path, other: str) -> None:
    reply, decisive, parts = OTHERS[other]
    with miniature.serving({"*": reply}) as url:
        found = examined(tmp_path, at(url))
    is_wrong(found["reach"], *parts, decisive=decisive)
    assert "\x1b" not in found["reach"].line
    rest_is_unknown(found, "the server of the profile was not reached")


def test_a_redirect_to_the_same_path_below_another_address_is_that_address(tmp_path: Path) -> None:
    def away(request: null.Request) -> bytes:
        return null.answer("301 Moved", b"", {"Location": f"https://chat.example.test/v2{request.target}"})

    with null.answering(away) as url:
        found = examined(tmp_path, at(url))
    is_wrong(found["reach"], 'write [target] url = "https://chat.example.test/v2"', decisive=True)


def test_a_server_without_its_public_documents_is_a_chat_server(tmp_path: Path) -> None:
    """Not to be conformant is no reason not to be judged."""
    with miniature.serving(dict.fromkeys(PUBLIC, PAGE)) as url:
        found = examined(tmp_path, at(url))
    assert found["reach"].state == OK, found["reach"].line
    is_wrong(found["capabilities"], "which is no capabilities document", decisive=False)


# -- what it declares -------------------------------------------------------------------------------------------------


def declaring(**changes: Any) -> dict[str, bytes]:
    """Answers of a server whose capabilities document differs in this."""
    return {"/chat/capabilities": document({**miniature.example("/chat/capabilities", "small"), **changes})}


def test_another_version_of_the_contract_is_told(tmp_path: Path) -> None:
    with miniature.serving(declaring(protocol_version="2.0")) as url:
        found = examined(tmp_path, at(url))
    is_wrong(found["capabilities"], "speaks version '2.0'", "this suite judges 1.0", decisive=False)


def test_what_is_demanded_and_not_declared_is_told(tmp_path: Path) -> None:
    with miniature.serving(declaring(capabilities={"invites": {}, "roles": {}})) as url:
        found = examined(tmp_path, at(url))
    is_wrong(found["capabilities"], "demands presence, typing, receipts, tickets",
             "capabilities = ['invites', 'roles']", "mine.toml", decisive=False)  # fmt: skip


@pytest.mark.parametrize(
    ("declared", "part"),
    [
        ({"queue_limit": 100_000}, "queue_limit is 100000, and the suite goes to 5000"),
        ({"rate": {"messages": 9000, "per_seconds": 1}}, "rate.messages is 9000"),
        ({"heartbeat": {"interval_ms": 120_000, "timeout_ms": 1}}, "heartbeat.interval_ms is 120000"),
        ({"max_participants": 5}, "max_participants is 5, and the load of the profile has 8 people"),
    ],
)
def test_limits_that_leave_parts_unjudged_are_noted(tmp_path: Path, declared: dict[str, Any], part: str) -> None:
    found = limits.within_reach(declared, subject(tmp_path, IDENTITY))
    assert found.state == NOTE
    one_line(found.line, part, "is not judged", "smaller ones")


# -- clocks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ahead", "words"), [(3700, "ahead of"), (-3700, "behind")])
def test_a_clock_that_is_an_hour_off_is_told(tmp_path: Path, ahead: int, words: str) -> None:
    dated = {"Date": formatdate(time.time() + ahead, usegmt=True)}
    replies = {"/chat/capabilities": document(miniature.example("/chat/capabilities", "small"), headers=dated)}
    with miniature.serving(replies) as url:
        found = examined(tmp_path, at(url))
    is_wrong(found["clock"], f"the server's clock is 62 min {words} this machine's", "exp and nbf",
             "set the clock that is wrong", decisive=False)  # fmt: skip


@pytest.mark.parametrize(
    ("date", "skew"),
    [
        ("Mon, 30 Nov 2026 12:00:00 GMT", 0.0),
        ("Mon, 30 Nov 2026 12:00:05 GMT", 4.5),
        ("Mon, 30 Nov 2026 11:59:50 GMT", -9.2),
        ("yesterday", None),
        (f"Mon, 30 Nov {'9' * 20} 12:00:00 GMT", None),
        ("Mon, 30 Nov 2026 12:00:00 +99999999999999999999", None),
        (None, None),
    ],
)
def test_skew_is_reckoned_from_whole_seconds(date: str | None, skew: float | None) -> None:
    noon = 1_796_040_000.0
    dated = answer(200)
    dated.data["headers"].update({"date": date} if date else {})
    assert clocks.skew_s(dated, noon + 0.2, noon + 0.5) == (None if skew is None else pytest.approx(skew))


def test_a_small_difference_of_clocks_is_in_order() -> None:
    assert [clocks.clock(skew).state for skew in (0, 59.0, -59.0, None, 61.0)] == [OK, OK, OK, NOTE, WRONG]


# -- tokens -----------------------------------------------------------------------------------------------------------


def test_a_refused_token_says_what_remains_possible(tmp_path: Path) -> None:
    detail = "Invalid audience"
    refusal = problem("401 Unauthorized", "AUTH_FAILED", detail, {"WWW-Authenticate": "Bearer"})
    with miniature.serving({LIST: refusal}) as url:
        found = examined(tmp_path, at(url))
    is_wrong(found["token"], "a valid token is refused (401, AUTH_FAILED, Invalid audience, Bearer): possible are it "
             "expects another audience than 'chat'", "another secret", "another issuer than 'https://issuer",
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


# -- sockets ----------------------------------------------------------------------------------------------------------

UPGRADE = problem("426 Upgrade Required", "UPGRADE_REQUIRED")
SHAKEN = {
    "stripped": (UPGRADE, WRONG, ("arrived without its Upgrade", "pass on Upgrade and Connection", "[target] ws_url")),
    "credential stripped": (miniature.UNAUTHORISED, WRONG, ("refused with 401, though", "pass on Authorization")),
    "elsewhere": (PAGE, WRONG, ("200, a page entitled", "write [target] ws_url of where sockets are served")),
    "a wrong path": (null.answer("404 Not Found", b"nope"), WRONG, ("is answered with 404 nope",)),
    "busy": (problem("503 Service Unavailable", "UNAVAILABLE"), UNKNOWN, ("is answered with 503",)),
}


@pytest.mark.parametrize("shaken", SHAKEN)
def test_a_handshake_that_does_not_arrive_says_what_strips_it(tmp_path: Path, shaken: str) -> None:
    reply, state, parts = SHAKEN[shaken]
    with miniature.serving({SOCKET: reply}) as url:
        found = examined(tmp_path, at(url))["socket"]
    assert (found.state, found.decisive) == (state, False), found.line
    one_line(found.line, *parts)


def test_a_dead_address_for_sockets_names_its_own_key(tmp_path: Path) -> None:
    with miniature.serving() as url, null.closed_port() as dead:
        there = dead.replace("http", "ws")
        found = examined(tmp_path, at(url, f'ws_url = "{there}"'))
    is_wrong(found["socket"], "nothing listens at 127.0.0.1", "correct ws_url in [target] of", decisive=True)


def test_a_handshake_of_a_real_server_creates_nothing(tmp_path: Path, reference_url: str) -> None:
    mine = f'{reference.IDENTITY}\n[target]\nurl = "{reference_url}"\n'
    found = examined(tmp_path, mine)
    assert found["socket"].state == OK
    one_line(found["socket"].line, "it refuses a conversation that does not exist with 404")


def test_behind_a_gateway_everything_carries_its_key(tmp_path: Path, reference_url: str) -> None:
    authority = Authority(tmp_path / "authority")
    with gateway.standing_before(reference_url, "/base", authority, "the key") as house:
        target = f'[target]\nurl = "https://localhost:{house.port}/base"\nca = "file:authority/ca.pem"\n'
        found = examined(tmp_path, f'{reference.IDENTITY}\n{target}headers = {{ X-Gateway-Key = "the key" }}\n')
    assert {one.state for one in found.values()} == {OK}, [one.line for one in found.values()]
    assert house.turned_away == 0


# -- launching --------------------------------------------------------------------------------------------------------


def launched(command: list[str]) -> str:
    """The profile of who lets the suite start this."""
    return f"{IDENTITY}\n[launch]\ncommand = {json.dumps(command)}\nready_timeout_s = 0.3\n"


def program(folder: Path, text: str, mode: int = 0o755) -> str:
    """A script to be launched."""
    path = folder / "server.sh"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(mode)
    return str(path)


def test_a_command_that_does_not_exist_is_told(tmp_path: Path) -> None:
    found = examined(tmp_path, launched(["./no-such-server", "{port}"]))
    is_wrong(found["command"], "launch.command: there is no ./no-such-server (relative to the working directory",
             "[launch] of", "mine.toml", decisive=True)  # fmt: skip
    rest_is_unknown(found, "the server cannot be started")


def test_a_command_that_is_not_on_path_is_told(tmp_path: Path) -> None:
    found = examined(tmp_path, launched(["no-such-server-anywhere", "{port}"]))
    is_wrong(found["command"], "no-such-server-anywhere is not on PATH", '"{here}/my-server"', decisive=True)


def test_a_command_that_is_not_executable_is_told(tmp_path: Path) -> None:
    path = program(tmp_path, "true", 0o644)
    found = examined(tmp_path, launched([path, "{port}"]))
    is_wrong(found["command"], f"{path} is not executable", f"chmod +x {path}", decisive=True)


def test_a_command_that_is_not_told_its_port_is_told(tmp_path: Path) -> None:
    found = launching.command(subject(tmp_path, launched(["sh", "-c", "true"])))
    is_wrong(found, "is not told the port", "{port}", "[launch] of", decisive=False)


def test_a_server_that_ends_at_once_is_quoted(tmp_path: Path) -> None:
    path = program(tmp_path, 'echo "reading config"; echo "no DATABASE_URL" >&2; exit 1')
    found = examined(tmp_path, launched([path, "{port}"]))
    is_wrong(found["launch"], "the server did not start; it last wrote: reading config | no DATABASE_URL",
             "start command by hand", "[launch] of", decisive=True)  # fmt: skip
    assert found["reach"].what == "because the server did not start"


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    path = program(tmp_path, 'echo "Error: listen EADDRINUSE: address already in use :::8080"; exit 1')
    found = examined(tmp_path, launched([path, "{port}"]))
    is_wrong(found["launch"], "EADDRINUSE", "let it listen on {port}, and on no other port", decisive=True)


def test_a_server_that_never_answers_names_the_keys_that_it_must_go_by(tmp_path: Path) -> None:
    path = program(tmp_path, "exec sleep 60")
    found = examined(tmp_path, launched([path, "{port}"]))
    is_wrong(found["launch"], "gave no answer at /health/chat within 0.3 s", "{port}, ready and ready_timeout_s",
             decisive=True)  # fmt: skip


def test_commands_of_control_are_looked_for_and_not_carried_out(tmp_path: Path) -> None:
    mark = tmp_path / "carried-out"
    good = subject(tmp_path, f'{IDENTITY}\n[control]\nkill = ["touch", "{mark}"]\nstart = ["true"]\n')
    assert [one.line for one in launching.controls(good)] == ["ok      control       start, kill can be started"]
    bad = subject(tmp_path, f'{IDENTITY}\n[control]\nkill = ["dockr", "kill"]\n')
    [found] = launching.controls(bad)
    is_wrong(found, "control.kill: dockr is not on PATH", "[control] of", "mine.toml", decisive=False)
    assert not mark.exists()


# -- the machine ------------------------------------------------------------------------------------------------------

IDLE = Measured(cores=4, load=0.2, free=2**32, late_ms=0.1, fsync_ms=1.0, files=1024)


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"load": 9.0}, "it is busy"),
        ({"late_ms": 80.0}, "it wakes late"),
        ({"fsync_ms": 300.0}, "its disk is slow"),
        ({"free": 2**20}, "its memory is short"),
    ],
)
def test_a_machine_that_cannot_tell_time_is_noted(change: dict[str, float], part: str) -> None:
    values = {name: getattr(IDLE, name) for name in Measured.__slots__}
    found = machine.machine(Measured(**{**values, **change}))
    assert found.state == NOTE
    one_line(found.line, part, "some checks may be inconclusive")
    assert machine.machine(IDLE).state == OK


def test_too_few_open_files_for_the_load_are_told(tmp_path: Path) -> None:
    of = subject(tmp_path, f"{IDENTITY}\n[load]\nrooms = 50\npeople = 20\n")
    is_wrong(machine.open_files(IDLE, of), "1024 files", "needs 2200", "ulimit -n 2200", decisive=False)
    assert machine.open_files(IDLE, subject(tmp_path, IDENTITY)).state == OK


def test_a_report_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    is_wrong(machine.report_dir(tmp_path / "file" / "latest"), "is no folder", "--report-dir", decisive=False)
    assert machine.report_dir(tmp_path / "new" / "latest").state == OK
    assert not (tmp_path / "new").exists()


def test_a_browser_is_found_where_it_is_and_missed_by_nobody(tmp_path: Path) -> None:
    tools, home = tmp_path / "bin", tmp_path / "home"
    tools.mkdir()
    none = browser.browser({"PATH": str(tools)}, home)
    assert (none.state, in_order([none])) == (NOTE, True)
    own = home / ".cache/ms-playwright/chromium-1200/chrome-linux/chrome"
    own.parent.mkdir(parents=True)
    own.write_text("")
    assert browser.browser({"PATH": str(tools)}, home).what == str(own)
    for name in ("chromium", "named"):
        (tools / name).write_text("")
        (tools / name).chmod(0o755)
    assert browser.browser({"PATH": str(tools)}, home).what == str(tools / "chromium")
    assert browser.browser({"PATH": str(tools), "CHROME_PATH": str(tools / "named")}, home).state == OK
    wrong = browser.browser({"PATH": str(tools), "CHROMIUM": "/no/such/browser"}, home)
    assert wrong.state == NOTE
    one_line(wrong.line, "CHROMIUM names /no/such/browser, which cannot be started")


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


def test_nothing_is_left_behind_by_a_server_that_was_launched(tmp_path: Path) -> None:
    path = program(tmp_path, f"echo $$ > {tmp_path / 'pid'}; exec sleep 60")
    examined(tmp_path, launched([path, "{port}"]))
    pid = int((tmp_path / "pid").read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_whoever_asks_it_to_stop_finds_its_server_gone(tmp_path: Path) -> None:
    # After a moment: what is not known yet to who has started it cannot be ended.
    path = program(tmp_path, f"sleep 0.3; echo $$ > {tmp_path / 'pid'}; exec sleep 60")
    of = subject(tmp_path, launched([path, "{port}"]).replace("0.3", "30"))
    asked = [*command.COMMAND, "doctor", of.profile.source]
    with subprocess.Popen(asked, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as doctor:
        within(20, lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text())
        doctor.send_signal(signal.SIGTERM)
        _, said = doctor.communicate(timeout=20)
    assert (doctor.returncode, said.strip()) == (130, "chat-conformance: interrupted")
    pid = int((tmp_path / "pid").read_text())
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def within(seconds: float, holds: Callable[[], object]) -> None:
    """Wait until it holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_subject_of_a_bundled_profile_sends_nobody_into_the_package() -> None:
    bundled = profiles.load("full")
    assert Subject(bundled).within("target") == '[target] of a profile of your own, extends = "full"'
    assert isinstance(bundled, Profile)
    assert sys.prefix not in Subject(bundled).within("target")
