"""Writes a run's report: ``results.json`` first, then everything that is rendered from it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from conformance.recorder.secrets import Secrets
from conformance.report import junit, markdown
from conformance.report.results import Judged, build


def write_report(folder: Path, run: Judged, secrets: Secrets) -> dict[str, Any]:
    """Write every file of the report into a folder that nobody reads yet; returns the results."""
    results: dict[str, Any] = secrets.hide(build(run))
    write_text(folder / "results.json", json.dumps(results, indent=1, ensure_ascii=False))
    render(folder, results)
    for log in folder.glob("*.log"):
        write_text(log, secrets.hide(log.read_text(encoding="utf-8", errors="replace")))
    return results


def render(folder: Path, results: Mapping[str, Any]) -> None:
    """Write every document that is rendered from the results."""
    write_text(folder / "report.md", markdown.render(results))
    junit.write(folder / "junit.xml", results)


def write_text(path: Path, text: str) -> None:
    """Write a text; lone surrogates that a server sent cannot be written as UTF-8, and are escaped as JSON allows."""
    path.write_text(re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found.group()):04x}", text), encoding="utf-8")
