"""A Chromium, for the few who need one: where it is and which, or why there is none."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

NAMED_BY = ("CHROME_PATH", "CHROMIUM")
"""Environment variables that name one; what they name is taken, or refused, and nothing else is looked for."""

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

PLAYWRIGHTS = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")
"""Where Playwright keeps those that it has downloaded, in its own folder."""

HOW = "install the package chromium, or name one in CHROME_PATH"

ANSWERS_WITHIN_S = 20.0
"""A first start from a cold disk takes seconds."""


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser that can be started: ``version`` as it tells it itself."""

    path: Path
    version: str


@dataclass(frozen=True, slots=True)
class NoBrowser:
    """None can be started; ``reason`` says what was tried, and what to do."""

    reason: str


def find(environ: Mapping[str, str] = os.environ) -> Browser | NoBrowser:
    """The first Chromium that tells its version."""
    tried = []
    for path in _candidates(environ):
        found = _asked(path)
        if isinstance(found, Browser):
            return found
        tried.append(found.reason)
    return NoBrowser(f"{'; '.join(tried) or 'no Chromium was found'}: {HOW}")


def _candidates(environ: Mapping[str, str]) -> Iterator[Path]:
    named = next((environ[name] for name in NAMED_BY if environ.get(name)), None)
    if named is not None:
        yield Path(shutil.which(named, path=environ.get("PATH")) or named)
        return
    for command in COMMANDS:
        found = shutil.which(command, path=environ.get("PATH"))
        if found is not None:
            yield Path(found)
    yield from _playwrights(environ)


def _playwrights(environ: Mapping[str, str]) -> list[Path]:
    """What Playwright has downloaded, newest first."""
    folder = environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path(environ.get("HOME") or "/") / ".cache" / "ms-playwright"
    found = [path for pattern in PLAYWRIGHTS for path in Path(folder).glob(pattern) if os.access(path, os.X_OK)]
    return sorted(found, key=lambda path: [int(number) for number in re.findall(r"\d+", str(path))], reverse=True)


def _asked(path: Path) -> Browser | NoBrowser:
    """What a browser says of itself; it is started for that, and shows nothing."""
    try:
        done = subprocess.run(
            [path, "--version"], capture_output=True, text=True, errors="replace", timeout=ANSWERS_WITHIN_S, check=False
        )
    except OSError as error:
        return NoBrowser(f"{path} cannot be started ({error.strerror})")
    except subprocess.TimeoutExpired:
        return NoBrowser(f"{path} did not tell its version within {ANSWERS_WITHIN_S:.0f} s")
    version = re.search(r"\d+(?:\.\d+){1,3}", done.stdout)
    if done.returncode != 0 or version is None:
        return NoBrowser(f"{path} did not tell its version (exit status {done.returncode})")
    return Browser(path, version.group())
