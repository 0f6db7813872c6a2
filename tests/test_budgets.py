"""The suite keeps its budgets, within a factor of two: machines are shared and noisy."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

NOISE = 2


def run(folder: Path, *options: str) -> Any:
    command = [sys.executable, "-P", "-m", "conformance", "run", "reference", "--seed", "1", "--report-dir", "report"]
    subprocess.run([*command, *options], cwd=folder, stdout=subprocess.DEVNULL, timeout=600, check=False)
    return json.loads((folder / "report/results.json").read_text(encoding="utf-8"))


def test_unit_integration_and_journeys_keep_their_budget(tmp_path: Path) -> None:
    results = run(tmp_path, "-C", "unit", "-C", "integration", "-C", "e2e")
    (row,) = [row for row in results["budgets"] if row["name"] == "functional"]
    assert 0 < row["spent_s"] <= NOISE * row["budget_s"]


def test_the_whole_suite_at_intensity_0_keeps_its_budget_and_leaves_nothing_out(tmp_path: Path) -> None:
    results = run(tmp_path, "--intensity", "0", "-n", "2")
    (row,) = [row for row in results["budgets"] if row["name"] == "quick"]
    assert row["spent_s"] <= NOISE * row["budget_s"]
    assert results["verdict"]["word"] == "conformant", results["causes"]
    assert results["counts"]["expected"] == len(results["checks"])
