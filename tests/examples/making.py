"""Makes the examples of ``reports/examples``: each by the command that its users would run, in its normal form.

A server's example is a run against the reference server with flaws; what is committed are the documents, rendered from
the normal form of its results, which another run of that server has too.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import gardens

REPOSITORY = Path(__file__).parent.parent.parent
EXAMPLES = REPOSITORY / "reports" / "examples"
COMMAND = [sys.executable, "-P", "-m", "conformance"]
KEPT = ("report.html", "report.md", "analysis.md", "FAILING_TESTS.md")
"""Of the files of a report, those that people read."""

CATEGORIES = ("-C", "unit", "-C", "integration", "-C", "e2e")
DEAD = "http://127.0.0.1:9"
"""Nobody listens on the port of ``discard``."""

PROFILE = """\
# {title}: the reference server, told to do otherwise.
extends = "reference"

[launch]
command = [
  "{{python}}", "-P", "-m", "reference_server", "--port", "{{port}}", "--data", "{{data}}",
  "--jwks", "{{jwks}}", "--issuer", "{{issuer}}", "--audience", "{{audience}}",
{flaws}
]
"""


def told(title: str, *flaws: str) -> str:
    """The profile of a server with these flaws."""
    return PROFILE.format(title=title, flaws="\n".join(f'  "--flaw", "{flaw}",' for flaw in flaws))


def missing_operations(folder: Path) -> None:
    """A server without join, leave and get-one."""
    flaws = ("joining-is-not-offered", "leaving-is-not-offered", "one-conversation-is-not-offered")
    judged(folder, told("A server without three operations", *flaws))


def lossy(folder: Path) -> None:
    """A server that stores every event and delivers two of three."""
    judged(folder, told("A server that loses every third event", "every-third-event-stays-away"))


def dead_port(folder: Path) -> None:
    """No server at all."""
    judged(folder, 'extends = "full"\n', "--url", DEAD)


def judged(folder: Path, profile: str, *more: str) -> None:
    """A run with this profile, and its documents in the normal form."""
    where = folder / "run"
    where.mkdir(parents=True)
    (where / "profile.toml").write_text(profile, encoding="utf-8")
    asked = () if more else CATEGORIES
    call(
        where, "run", "profile.toml", *more, *asked, "-n", "4", "--seed", "1", "--intensity", "0", "--report-dir", "raw"
    )
    call(where, "report", "raw", "--normal", "--report-dir", "normal")
    call(where / "normal", "track", ".")
    for name in KEPT:
        shutil.copy(where / "normal" / name, folder / name)
    (folder / "profile.toml").write_text(profile, encoding="utf-8")
    shutil.rmtree(where)


def foreign_suite(folder: Path) -> None:
    """Somebody else's tests, and what their last run printed: one module broken, everything else read."""
    where = folder / "suite"
    for bundle in ("healthy", "07-refused", "08-corrupted"):
        shutil.copytree(gardens.laid_out(folder / "parts", bundle), where, dirs_exist_ok=True)
    shutil.rmtree(folder / "parts")
    (where / "console.txt").rename(folder / "console.txt")
    call(folder, "garden", "suite", "console.txt", "-o", "worklog.md", "--issues", "issues")
    (folder / "console.txt").unlink()
    shutil.rmtree(where)


EXAMPLES_BY_NAME: Mapping[str, Callable[[Path], None]] = {
    "missing-operations": missing_operations,
    "lossy": lossy,
    "dead-port": dead_port,
    "foreign-suite": foreign_suite,
}


def call(where: Path, *arguments: str) -> None:
    """Run the command in a folder; whatever its verdict, it may not fail by itself."""
    done = subprocess.run([*COMMAND, *arguments], cwd=where, capture_output=True, text=True, timeout=600)
    if done.returncode not in (0, 1, 3, 4):
        raise RuntimeError(f"{' '.join(arguments)} ended with {done.returncode}: {done.stdout}{done.stderr}")


def made(name: str, folder: Path) -> dict[str, str]:
    """The files of an example, made anew in an empty folder, by their paths."""
    EXAMPLES_BY_NAME[name](folder)
    return files_of(folder)


def files_of(folder: Path) -> dict[str, str]:
    """Every file below a folder, by its path."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in found}
