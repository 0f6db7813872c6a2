"""Every task of the project.  ``nox -l`` lists them; uv is used where it is installed, never required.

``conformance`` and ``tests`` install the package as a wheel, the way its users get it, and never import the checkout.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import nox

nox.options.default_venv_backend = "uv|virtualenv"
nox.options.sessions = ["conformance", "tests", "lint"]
nox.options.error_on_external_run = True

TESTING = ("jsonschema>=4.23", "types-PyYAML")
LINT = ("mypy>=1.18", "ruff>=0.14", "types-PyYAML", "types-psutil")


def install(session: nox.Session, *extras: str, also: tuple[str, ...] = ()) -> None:
    """Install the package, not editable, with these extras."""
    wanted = f".[{','.join(extras)}]" if extras else "."
    # A wheel of this very commit: an installed one of the same version would be taken for it.
    session.install("--force-reinstall" if session.venv_backend == "virtualenv" else "--reinstall-package",
                    *(() if session.venv_backend == "virtualenv" else ("chat-conformance",)),
                    wanted, *also)  # fmt: skip


@nox.session
def conformance(session: nox.Session) -> None:
    """Judge the reference server (or, with arguments, any other): ``nox -s conformance -- run my.toml``."""
    install(session, "reference")
    session.run("chat-conformance", *(session.posargs or ("run", "reference", "-n", "2")))


@nox.session
def tests(session: nox.Session) -> None:
    """The tests of the suite and of the server themselves, against the installed wheel."""
    install(session, "reference", also=TESTING)
    session.run("python", "-P", "-m", "pytest", "--import-mode=importlib", *(session.posargs or ("tests",)))


@nox.session
def lint(session: nox.Session) -> None:
    """Formatting, lint and strict types."""
    install(session, "reference", also=LINT)
    session.run("ruff", "format", "--check", ".")
    session.run("ruff", "check", ".")
    session.run("mypy")


@nox.session
def manifest(session: nox.Session) -> None:
    """Write the manifest and the generated documents anew, after a check or a requirement was added."""
    session.install("-e", ".[reference]")
    session.run("python", "-m", "conformance.plugin.inventory")
    session.run("python", "-m", "conformance.contract.page")


@nox.session
def wheel(session: nox.Session) -> None:
    """Install the built wheel and run it from an empty directory, as a vendor would."""
    install(session, "reference")
    empty = Path(session.create_tmp()) / "empty"
    shutil.rmtree(empty, ignore_errors=True)
    empty.mkdir()
    with session.chdir(empty):
        session.run("chat-conformance", "run", "--intensity", "0")
