"""What is no chat server passes nothing, and is told one reason."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest
from servers import command, null
from servers.command import Run
from servers.runs import Runs, selected

from conformance.contract import manifest

SILENT = {
    "closed port": null.closed_port,
    "garbage": null.garbage,
    "hung": null.hung,
    "one byte a second": null.dripping,
}
"""They never speak HTTP: nothing is known of the server, and the finding is the environment's."""

SPEAKING = {
    "200 to everything": null.yes,
    "404 to everything": null.not_found,
    "redirect to itself": null.redirecting,
    "echo": null.echo,
    "echo of JSON": null.echo_json,
}
"""They speak HTTP and are no chat servers: they do not conform."""

NULL_SERVERS = {**SILENT, **SPEAKING}

FIRST_BROKEN = dict.fromkeys(NULL_SERVERS, "NET-HTTP-01")
"""The lowest rung that each breaks, and so the one cause.  None of them answers ``GET /health/chat`` as a chat server
does, not even those that answer it."""

MODES = {"ladder": (), "no ladder": ("--no-ladder",)}

every_server = pytest.mark.parametrize("server", NULL_SERVERS)
every_mode = pytest.mark.parametrize("mode", MODES)


def judged(server: Callable[[], AbstractContextManager[str]], mode: tuple[str, ...], folder: Path) -> Run:
    with server() as url:
        return command.run(folder, *command.small(url, *mode))


def begin_runs(runs: Runs, request: pytest.FixtureRequest) -> None:
    """The runs that the selected tests look at."""
    for server, mode in selected(request, __name__, "server", "mode"):
        work = partial(judged, NULL_SERVERS[server], MODES[mode])
        runs.begin((server, mode), work, patient=server in ("hung", "one byte a second"))


@every_mode
@every_server
def test_what_is_no_chat_server_passes_nothing(runs: Runs, server: str, mode: str) -> None:
    run = runs[server, mode]
    assert run.named("passed") == set(), run.story()
    assert "passed" not in run.requirements.values(), run.story()


@every_mode
@every_server
def test_what_is_no_chat_server_is_told_one_cause(runs: Runs, server: str, mode: str) -> None:
    run = runs[server, mode]
    assert run.causes == [FIRST_BROKEN[server]], run.story()
    assert run.results["causes"][0]["origin"] == ("environment" if server in SILENT else "server")


@every_mode
@every_server
def test_what_is_no_chat_server_gets_its_exit_status(runs: Runs, server: str, mode: str) -> None:
    run = runs[server, mode]
    assert run.status == (3 if server in SILENT else 1), run.story()
    assert run.results["verdict"]["word"] == ("incomplete" if server in SILENT else "non-conformant")
    assert run.err == ""


@every_mode
@every_server
def test_every_check_is_accounted_for(runs: Runs, server: str, mode: str) -> None:
    run = runs[server, mode]
    counts = run.results["counts"]
    assert set(run.outcomes) == set(manifest.load())
    assert counts.pop("expected") == len(manifest.load()) == sum(counts.values())
