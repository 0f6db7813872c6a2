"""Every check is seen to fail: each flaw of the reference server is caught as the requirement that it breaks.

The good server is judged in ``test_runs.py``; here the same checks meet a server that lies in one named place.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conformance.contract import manifest, registry
from conformance.target import profile as profiles
from reference_server import flaws

PROFILE = """
extends = "reference"

[launch]
command = [
  "{{python}}", "-P", "-m", "reference_server", "--port", "{{port}}", "--data", "{{data}}",
  "--jwks", "{{jwks}}", "--issuer", "{{issuer}}", "--audience", "{{audience}}", {arguments}
]
ready_timeout_s = 10

# The last word counts: what the flaw asks for comes behind what the profile says.
[launch.functional]
args = [{functional}]

[profile]
capabilities = [{capabilities}]
"""

UNREACHABLE = {"health-never-answers"}
"""Flaws after which nothing is known of the server: the finding is the environment's."""


SHADOWED = {"the-named-are-only-shown": "WS-UPGRADE-01"}
"""Flaws that also break a rung, so that the report rightly begins with the rung, and not with what they break."""


def flawed(flaw: str) -> str:
    """A profile whose server has this flaw; a flaw may say ``WITHOUT`` which capabilities, and with which further
    ``ARGUMENTS``, it is told."""
    module = flaws.load(flaw)
    without = getattr(module, "WITHOUT", ())
    switches = [word for name in without for word in ("--without", name)]
    more = [*switches, *getattr(module, "ARGUMENTS", ())]
    arguments = ["--flaw", flaw, *more]
    functional = [*profiles.load("reference").launch.functional.args, *more]
    demanded = [name for name in profiles.load("reference").profile.capabilities if name not in without]
    return PROFILE.format(
        arguments=json.dumps(arguments)[1:-1] + ",",
        functional=json.dumps(functional)[1:-1],
        capabilities=json.dumps(demanded)[1:-1],
    )


def chosen() -> list[str]:
    """All flaws with ``FLAWS=all`` (``nox -s flaws``); else a tenth, another one for each commit."""
    if os.environ.get("FLAWS") == "all":
        return flaws.names()
    command = ["git", "-C", str(Path(__file__).parent), "rev-parse", "HEAD"]
    commit = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    tenth = int(commit[:8] or "0", 16) % 10
    return flaws.names()[tenth::10]


@pytest.mark.parametrize("flaw", chosen())
def test_a_flaw_is_caught_as_the_requirement_that_it_breaks(flaw: str, tmp_path: Path) -> None:
    broken = flaws.load(flaw).BREAKS
    profile = tmp_path / "flawed.toml"
    profile.write_text(flawed(flaw), encoding="utf-8")
    command = [sys.executable, "-P", "-m", "conformance", "run", str(profile), "--requirement", broken, "--seed", "1"]
    done = subprocess.run(
        [*command, "--report-dir", "report"], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    results = json.loads((tmp_path / "report/results.json").read_text(encoding="utf-8"))
    note_what_was_seen(flaw, results)
    outcome = {row["id"]: row["outcome"] for row in results["requirements"]}
    if registry.load()[broken].service_level is not None:
        assert results["service_levels"]["requirements"][broken] == "missed", done.stdout
        return
    assert outcome[broken] == ("error" if flaw in UNREACHABLE else "failed"), done.stdout
    first = results["causes"][0]["requirement"]
    assert first == SHADOWED.get(flaw, broken), "the first cause is the lie that was told"
    advice = registry.load()[broken].level != "MUST"
    assert done.returncode == (3 if flaw in UNREACHABLE else 0 if advice else 1), "advice never fails a run"


def note_what_was_seen(flaw: str, results: Any) -> None:
    """With ``FLAWS_SEEN=DIR``: leave there which checks were red, so that checks that no flaw turns red are found."""
    if folder := os.environ.get("FLAWS_SEEN"):
        red = [check["id"] for check in results["checks"] if check["outcome"] == "failed"]
        Path(folder, f"{flaw}.json").write_text(json.dumps(red), encoding="utf-8")


def test_every_check_has_a_flaw_that_breaks_its_requirement() -> None:
    lies = {flaws.load(name).BREAKS for name in flaws.names()}
    for entry in manifest.load().values():
        assert lies.intersection(entry.requirements), f"{entry.id} has no flaw, so nobody has seen it fail"


def test_every_flaw_breaks_a_requirement_that_is_judged() -> None:
    judged = {entry.id for entry in registry.load().judged()}
    for name in flaws.names():
        assert flaws.load(name).BREAKS in judged


def test_a_flaw_that_does_not_exist_is_refused_in_one_line() -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "reference_server", "--flaw", "no-such-flaw"],
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "no-such-flaw" in done.stderr
