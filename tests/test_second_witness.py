"""The second witness: a server in JavaScript, written from the contract alone, keeps what the suite demands.

What the reference server and the suite share by accident, because the same people wrote both, would show here.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conformance.contract.registry import CATEGORIES

HOME = Path(__file__).parent.parent / "examples/node"

NEEDS_NODE = pytest.mark.skipif(shutil.which("npm") is None, reason="the second witness needs Node 20 with npm")


@NEEDS_NODE
def test_a_server_written_from_the_contract_alone_fails_no_check(tmp_path: Path) -> None:
    home = tmp_path / "node"
    shutil.copytree(HOME, home, ignore=shutil.ignore_patterns("node_modules"))
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=home, check=True, timeout=300, capture_output=True)
    chosen = [word for name in CATEGORIES if name != "performance" for word in ("--category", name)]
    done = subprocess.run(
        [sys.executable, "-P", "-m", "conformance", "run", str(home / "profile.toml"), *chosen, "-n", "4"],
        cwd=tmp_path, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    results = json.loads((tmp_path / "reports/selected/results.json").read_text(encoding="utf-8"))
    assert done.returncode == 0, done.stdout
    outcomes = {check["id"]: check["outcome"] for check in results["checks"] if check["category"] != "performance"}
    assert set(outcomes.values()) == {"passed", "not_applicable"}
    silent = {name for name, outcome in outcomes.items() if outcome == "not_applicable"}
    assert silent == {name for name in outcomes if "ticket" in name}, "only what needs tickets has nothing to say"
