"""A Chromium is found where people have one, and where there is none it is said what was tried."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.target import browser
from conformance.target.browser import Browser, NoBrowser


def program(path: Path, *lines: str) -> Path:
    """A program that stands for a browser."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["#!/bin/sh", *lines]), encoding="utf-8")
    path.chmod(0o755)
    return path


def chromium(path: Path, version: str = "150.0.1.2") -> Path:
    return program(path, f"echo Chromium {version} built on nothing")


@pytest.mark.parametrize("command", browser.COMMANDS)
def test_browser_is_found_by_every_name_that_it_has_on_the_path(tmp_path: Path, command: str) -> None:
    path = chromium(tmp_path / "bin" / command)
    assert browser.find({"PATH": str(path.parent)}) == Browser(path, "150.0.1.2")


@pytest.mark.parametrize("name", browser.NAMED_BY)
def test_browser_that_the_environment_names_comes_first(tmp_path: Path, name: str) -> None:
    chromium(tmp_path / "bin" / "chromium", "1.0")
    named = chromium(tmp_path / "my own", "2.0")
    assert browser.find({"PATH": str(tmp_path / "bin"), name: str(named)}) == Browser(named, "2.0")


def test_browser_that_is_named_and_is_not_there_is_refused_and_no_other_taken(tmp_path: Path) -> None:
    chromium(tmp_path / "bin" / "chromium")
    found = browser.find({"PATH": str(tmp_path / "bin"), "CHROME_PATH": "/nowhere/chrome"})
    assert isinstance(found, NoBrowser)
    assert found.reason.startswith("/nowhere/chrome cannot be started (No such file or directory): install")


def test_browser_that_only_says_how_to_install_itself_is_passed_over(tmp_path: Path) -> None:
    program(tmp_path / "chromium-browser", "echo install the snap", "exit 1")
    good = chromium(tmp_path / "google-chrome")
    assert browser.find({"PATH": str(tmp_path)}) == Browser(good, "150.0.1.2")


def test_browser_that_says_nothing_is_none_and_every_try_is_told(tmp_path: Path) -> None:
    paths = [program(tmp_path / name, "exit 3") for name in ("chromium", "google-chrome")]
    found = browser.find({"PATH": str(tmp_path)})
    assert isinstance(found, NoBrowser)
    assert all(f"{path} did not tell its version (exit status 3)" in found.reason for path in paths)


def test_browser_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "ANSWERS_WITHIN_S", 0.2)
    program(tmp_path / "chromium", "exec /bin/sleep 30")
    found = browser.find({"PATH": str(tmp_path)})
    assert isinstance(found, NoBrowser)
    assert "did not tell its version within" in found.reason


def test_browser_of_playwright_is_the_newest_that_it_has(tmp_path: Path) -> None:
    for number in ("900", "1200"):
        chromium(tmp_path / f"chromium-{number}" / "chrome-linux" / "chrome", f"{number}.0")
    found = browser.find({"PATH": "", "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path)})
    assert isinstance(found, Browser)
    assert found.version == "1200.0"


def test_browser_where_there_is_none_says_what_to_do(tmp_path: Path) -> None:
    assert browser.find({"PATH": str(tmp_path), "HOME": str(tmp_path)}) == NoBrowser(
        "no Chromium was found: install the package chromium, or name one in CHROME_PATH"
    )
