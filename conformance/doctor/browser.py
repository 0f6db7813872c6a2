"""Where a Chromium is, for the few who need one."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from conformance.doctor.finding import NOTE, OK, Finding

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ONLY = "nothing needs it but the checks in a browser and the tests of the report"


def browser(env: Mapping[str, str], home: Path) -> Finding:
    """Where a Chromium is.  It is found, not started."""
    for name in ("CHROME_PATH", "CHROMIUM"):
        if env.get(name):
            if shutil.which(env[name], path=env.get("PATH")):
                return Finding("browser", OK, f"{env[name]} ({name})")
            return Finding("browser", NOTE, f"{name} names {env[name]}, which cannot be started; {ONLY}")
    found = next(filter(None, (shutil.which(name, path=env.get("PATH")) for name in BROWSERS)), None)
    own = Path(env.get("PLAYWRIGHT_BROWSERS_PATH") or home / ".cache" / "ms-playwright")
    places = sorted(own.glob("chromium-*/chrome-linux*/chrome")) if own.is_dir() else []
    place = found or next((str(path) for path in places), None)
    if place is None:
        return Finding("browser", NOTE, f"no Chromium is installed; {ONLY}")
    return Finding("browser", OK, place)
