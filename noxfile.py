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

TESTING = ("jsonschema>=4.23", "openapi-spec-validator>=0.7")
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
    session.run("chat-conformance", *(session.posargs or ("run", "reference", "-n", "4")))


@nox.session
def tests(session: nox.Session) -> None:
    """The tests of the suite and of the server themselves, against the installed wheel.

    Whole runs and what is measured have the machine to themselves.  Flaws and freedoms come last: each is a run of the
    suite against a server that lies, or does otherwise what it may.  A tenth of both is tried, another one for each
    commit; ``nox -s sensitivity`` tries them all.  Tests that need a tool which is not there (a Chromium, axe-core) are
    left out by name; REQUIRE_TOOLS=1 makes that a failure.
    """
    install(session, "reference", "browser", also=TESTING)
    pytest = ("python", "-P", "-m", "pytest", "--import-mode=importlib")
    if session.posargs:
        session.run(*pytest, *session.posargs)
        return
    alone = tuple(f"tests/test_{name}.py" for name in ("budgets", "runs", "ladder", "null_servers", "examples"))
    deviations = ("tests/test_freedoms.py", "tests/test_flaws.py")
    left_out = (f"--ignore={path}" for path in ("tests/benchmarks", *alone, *deviations))
    session.run(*pytest, "-n", "2", "tests", *left_out)
    session.run(*pytest, *alone)
    # Each is a run, which mostly waits; loadgroup, because load gives the first worker both of the long ones.
    session.run(*pytest, "-n", "3", "--dist", "loadgroup", *deviations)


@nox.session
def sensitivity(session: nox.Session) -> None:
    """Every flaw and freedom meets the checks, and the matrix is written anew: nox -s sensitivity -- --wide."""
    install(session, "reference")
    session.run("python", "-P", "-m", "conformance.sensitivity", *session.posargs)


@nox.session
def mutants(session: nox.Session) -> None:
    """Random small changes of the reference server, each judged by the suite: nox -s mutants -- --number 200."""
    install(session, "reference")
    session.run("python", "-P", "tests/mutants/__main__.py", *session.posargs)


@nox.session
def reproducing(session: nox.Session) -> None:
    """How many failures become files of their own: nox -s reproducing -- --number 60."""
    install(session, "reference")
    session.run("python", "-P", "tests/reproducing/__main__.py", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Formatting, lint and strict types."""
    install(session, "reference", "load", also=LINT)
    session.run("ruff", "format", "--check", ".")
    session.run("ruff", "check", ".")
    session.run("mypy")


@nox.session
def manifest(session: nox.Session) -> None:
    """Write the manifest and the generated documents anew, after a check or a requirement was added."""
    session.install("-e", ".[reference]")
    session.run("python", "-m", "conformance.plugin.inventory")
    session.run("python", "-m", "conformance.contract.page")
    session.run("python", "-m", "conformance.contract.origins")


@nox.session
def wheel(session: nox.Session) -> None:
    """Install the built wheel and run it from an empty directory, as a vendor would."""
    install(session, "reference")
    empty = Path(session.create_tmp()) / "empty"
    shutil.rmtree(empty, ignore_errors=True)
    empty.mkdir()
    with session.chdir(empty):
        session.run("chat-conformance", "run", "-n", "4")


@nox.session
def acceptance(session: nox.Session) -> None:
    """Show the promises that are too long for every run: nox -s acceptance -- LINE (default: all)."""
    install(session, "reference")
    session.run("python", "-P", "tests/acceptance/__main__.py", *session.posargs)


@nox.session
def examples(session: nox.Session) -> None:
    """Make the committed examples of reports anew, all or those named: nox -s examples -- lossy."""
    install(session, "reference")
    session.run("python", "-P", "tests/examples/__main__.py", *session.posargs)


@nox.session
def stability(session: nox.Session) -> None:
    """Every functional check 20 times, shuffled, with one core kept busy: no outcome may differ."""
    install(session, "reference")
    session.run("python", "-P", "tests/acceptance/__main__.py", "stability")


@nox.session
def benchmark(session: nox.Session) -> None:
    """Handshake, ack and delivery latencies by pytest-benchmark: figures, never a verdict."""
    install(session, "reference")
    session.run("python", "-P", "-m", "pytest", "--import-mode=importlib", "tests/benchmarks", *session.posargs)


@nox.session
def load(session: nox.Session) -> None:
    """One honest chat scenario by Locust, headless, in a process of its own."""
    install(session, "reference", "load")
    session.run("python", "-P", "-m", "conformance.load.locust_run", *session.posargs)
