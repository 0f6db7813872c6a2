"""What a run begins with: it stops for what no server can be at fault for, and for nothing else."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path

import jwt
import pytest
from servers import command, miniature, null, reference
from servers.command import Run
from servers.miniature import LIST

from conformance.controller.preflight import Told, concluded
from conformance.doctor.finding import NOTE, OK, UNKNOWN, WRONG, Finding

FINE = Finding("reach", OK, "answers")
DECISIVE = Finding("token", WRONG, "it ended", "write a newer one", decisive=True)
DOUBTFUL = Finding("token", WRONG, "it is refused", "another issuer?")
SILENT = Finding("reach", UNKNOWN, "no answer in time")
FOLLOWS = Finding("token", UNKNOWN, "because the server was not reached")
ASIDE = Finding("clock", NOTE, "not known")


@pytest.mark.parametrize(
    ("findings", "ladder", "told"),
    [
        ([FINE, ASIDE], True, Told(None, ())),
        ([FINE, DECISIVE], True, Told(DECISIVE, ())),
        ([DOUBTFUL, DECISIVE], True, Told(DECISIVE, ())),
        ([FINE, DECISIVE], False, Told(None, ("doctor: token wrong: it ended: write a newer one",))),
        ([FINE, DOUBTFUL], True, Told(None, ("doctor: token wrong: it is refused: another issuer?",))),
        ([SILENT, FOLLOWS], True, Told(None, ("doctor: reach unknown: no answer in time",))),
    ],
)
def test_only_what_is_decisive_stops_and_only_what_is_not_in_order_is_noted(
    findings: list[Finding], ladder: bool, told: Told
) -> None:
    assert concluded(findings, ladder=ladder) == told


def stopped(run: Run, line: str) -> None:
    """Nothing was judged: one cause, of the environment, that says what to write, in every report."""
    assert run.status == 3, run.story()
    assert run.err == ""
    [cause] = run.results["causes"]
    assert (cause["requirement"], cause["origin"]) == ("NET-HTTP-01", "environment")
    assert line in cause["summary"]
    assert run.out.count(line) == 1
    assert "Start the server, and write its address" not in run.out, "the general remedy, which says less"
    assert run.named("passed") | run.named("failed") == set()
    assert run.results["verdict"]["word"] == "incomplete"
    assert "as the profile says" in run.results["verdict"]["sentence"]
    counts = dict(run.results["counts"])
    assert counts.pop("expected") == sum(counts.values())
    assert (run.report / "report.md").is_file()


PAGE = null.answer("200 OK", b"<!DOCTYPE html><title>Sign in</title>", miniature.HTML)


def test_a_login_page_is_told_in_one_line_instead_of_hundreds(tmp_path: Path) -> None:
    with miniature.serving({"*": PAGE}) as url:
        run = command.run(tmp_path, *command.small(url))
    stopped(run, "reach: a page for people answers at http://127.0.0.1")
    assert run.seconds < 10


def test_without_the_ladder_everything_that_was_asked_for_is_run(tmp_path: Path) -> None:
    with miniature.serving({"*": PAGE}) as url:
        run = command.run(tmp_path, *command.small(url, "--no-ladder", "--check", "health.shape"))
    assert run.status == 1, run.story()
    assert run.causes == ["NET-HTTP-01"]
    assert any(note.startswith("doctor: reach wrong: a page") for note in run.results["notes"])


def test_a_token_of_the_list_that_has_ended_is_the_profiles_fault(tmp_path: Path) -> None:
    token = jwt.encode({"sub": "usr-1", "exp": time.time() - 7200}, reference.SECRET)
    with miniature.serving({LIST: miniature.UNAUTHORISED}) as url:
        profile = (
            f'extends = "full"\n[target]\nurl = "{url}"\n[auth]\nkind = "static"\ntokens = {{ usr-1 = "{token}" }}\n'
        )
        run = command.run(tmp_path, *command.small(), profile=profile)
    stopped(run, "token: the token ended 2 h ago, and the server refuses it: write a newer token into tokens in [auth]")
    assert token not in run.out


def test_a_command_that_cannot_be_started_is_told_with_its_key(tmp_path: Path) -> None:
    profile = f'{command.INNOCENT}\n[launch]\ncommand = ["./no-such-server", "{{port}}"]\n'
    run = command.run(tmp_path, *command.small(), profile=profile)
    stopped(run, "command: launch.command: there is no ./no-such-server")


def test_a_server_that_ends_at_once_is_quoted(tmp_path: Path) -> None:
    words = json.dumps(["sh", "-c", "echo no database; exit 1 # {port}"])
    run = command.run(tmp_path, *command.small(), profile=f"{command.INNOCENT}\n[launch]\ncommand = {words}\n")
    stopped(run, 'launch: the server did not start; it last wrote "no database"')


def test_a_server_that_is_not_told_its_port_is_told_so(tmp_path: Path) -> None:
    launch = '[launch]\ncommand = ["sleep", "60"]\nready_timeout_s = 0.3\n'
    run = command.run(tmp_path, *command.small(), profile=f"{command.INNOCENT}\n{launch}")
    stopped(run, "launch: launch.command is not told the port that it is to listen on; the server started but gave no")


def test_a_dead_address_for_sockets_is_no_servers_fault(tmp_path: Path) -> None:
    with miniature.serving() as url, null.closed_port() as dead:
        there = dead.replace("http", "ws")
        profile = f'{reference.PROFILE}\n[target]\nurl = "{url}"\nws_url = "{there}"\n'
        run = command.run(tmp_path, *command.small(), profile=profile)
    stopped(run, "socket: nothing listens at 127.0.0.1")


def test_who_asks_for_no_doctor_is_judged_at_once(tmp_path: Path) -> None:
    with miniature.serving({"*": PAGE}) as url:
        run = command.run(tmp_path, *command.small(url, "--no-doctor"))
    assert (run.status, run.causes) == (1, ["NET-HTTP-01"]), run.story()
    assert "doctor:" not in run.out


DYING = f"""\
import os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path not in GOOD:
            os._exit(1)
        self.wfile.write(GOOD[self.path])

GOOD = { ({path: miniature.GOOD[path] for path in miniature.PUBLIC})!r}
HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


def test_a_server_that_dies_of_a_question_is_left_to_the_rungs(tmp_path: Path) -> None:
    """It was there a moment ago: what it died of is no fault of the profile's."""
    (tmp_path / "dying.py").write_text(DYING)
    words = json.dumps(["{python}", str(tmp_path / "dying.py"), "{port}", "{jwks}"])
    run = command.run(tmp_path, *command.small(), profile=f"{command.INNOCENT}\n[launch]\ncommand = {words}\n")
    assert "nothing can be judged" not in run.out
    assert [note for note in run.results["notes"] if note.startswith("doctor: token wrong: what answers at")]
    assert any(one["raw"] not in (None, "blocked") for one in run.results["checks"]), "a rung was climbed"


def of(run: Run, requirement: str) -> Mapping[str, str]:
    """What the report says of a requirement."""
    [found] = [entry for entry in run.results["requirements"] if entry["id"] == requirement]
    return dict(found)


def test_a_server_that_refuses_valid_tokens_is_judged_and_what_else_it_may_be_is_noted(
    tmp_path: Path, reference_url: str
) -> None:
    """A broken server and an issuer that it does not know look alike: the rungs judge, and the doctor says so."""
    profile = reference.IDENTITY.replace(reference.SECRET, "another secret, which this server was never told of")
    run = command.run(tmp_path, *command.small(reference_url, "-R", "AUTH-VALID-01"), profile=profile)
    assert run.status == 1, run.story()
    assert (of(run, "AUTH-VALID-01")["outcome"], of(run, "AUTH-VALID-01")["origin"]) == ("failed", "server")
    [note] = [note for note in run.results["notes"] if note.startswith("doctor: token wrong")]
    assert "it has another secret (secret, [auth] of" in note
    assert note.endswith("or the server refuses valid tokens")
    assert "examinations in order; the checks judge what they can" in run.out


def test_where_everything_is_in_order_the_doctor_says_no_more_than_that(tmp_path: Path, reference_url: str) -> None:
    run = command.run(tmp_path, *command.small(reference_url, "--check", "health.shape"), profile=reference.PROFILE)
    assert run.status == 0, run.story()
    assert [line for line in run.out.splitlines() if "doctor" in line] == ["doctor: 5 of 5 examinations in order"]
    assert run.results["notes"] == []
