"""Writes a run's report: ``results.json`` first, then everything that is rendered from it."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from conformance.recorder.secrets import DEEPEST, Secrets
from conformance.report import badge, ctrf, html, junit, markdown, sarif
from conformance.report.results import Judged, build
from conformance.usage import UsageError


def write_report(folder: Path, run: Judged, secrets: Secrets) -> dict[str, Any]:
    """Write every file of the report into a folder that nobody reads yet; returns the results."""
    # What was recorded is bounded already, and stands a few levels deeper here: cut once more, it would not follow from
    # the record.
    results: dict[str, Any] = secrets.hide(build(run), -DEEPEST)
    write_results(folder, results)
    for log in folder.glob("*.log"):
        write_text(log, secrets.hide(log.read_text(encoding="utf-8", errors="replace")))
    return results


def write_results(folder: Path, results: Mapping[str, Any]) -> None:
    """Write ``results.json`` and every document that is rendered from it."""
    write_text(folder / "results.json", json.dumps(results, indent=1, ensure_ascii=False))
    render(folder, results)


DOCUMENTS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "report.html": html.render,
    "report.md": markdown.render,
    "analysis.md": markdown.analysis,
    "junit.xml": junit.render,
    "ctrf.json": ctrf.render,
    "sarif.json": sarif.render,
    "badge.json": badge.as_json,
    "badge.svg": badge.as_svg,
}
"""Every file that is rendered from the results alone, and by what."""


def render(folder: Path, results: Mapping[str, Any]) -> None:
    """Write every document that is rendered from the results.  One that cannot be made costs no other: what went wrong
    with them is raised when the rest is written."""
    broken = []
    for name, rendered in DOCUMENTS.items():
        try:
            write_text(folder / name, rendered(results))
        except UsageError:
            raise
        except Exception as error:  # noqa: BLE001 - raised below
            error.add_note(f"while {name} was rendered")
            broken.append(error)
    if broken:
        raise ExceptionGroup("documents of the report that could not be rendered", broken)


def write_text(path: Path, text: str) -> None:
    """Write a text, whole or not at all, as far as it is :func:`sayable`."""
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_text(sayable(text), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def sayable(text: str) -> str:
    """A text with lone surrogates, which a server may send and UTF-8 cannot say, escaped as JSON allows."""
    return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found.group()):04x}", text)
