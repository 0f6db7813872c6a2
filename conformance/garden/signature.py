"""What one red test says about its cause: the words of its exception decide, never its name."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath

from conformance.garden import patterns, text
from conformance.garden.model import Case, Evidence, Finding, Kind, Origin

_FIXTURE = re.compile(r"fixture '(\w+)' not found")
_MODULE = re.compile(r"No module named '?([\w.]+)'?")
_ATTRIBUTE = re.compile(r"'(\w+)' object has no attribute '(\w+)'")
_TIMEOUT = re.compile(r"^Timeout >?\(?>?[\d.]+ ?s", re.IGNORECASE)
_ASSERTIONS = ("AssertionError", "Failed", "")
_UNPARSABLE = ("SyntaxError", "IndentationError", "TabError")
SHORT_MESSAGE = 20
"""Words of fewer characters than this are too common to be one cause wherever they occur."""


def finding_of_case(case: Case) -> Finding:
    """The cause that a red case points at; red cases with one cause get one ``key``."""
    for look in _LOOKS:
        if found := look(case):
            return replace(found, explains=(case.id,), evidence=_evidence(case), reproduce=reproduce(case))
    return _exception(case)


def _evidence(case: Case) -> tuple[Evidence, ...]:
    return (Evidence(case.where, text.excerpt(case.text) or text.one_line(f"{case.exception}: {case.message}")),)


def reproduce(case: Case) -> str:
    """The line that runs this case again."""
    if case.again:
        return case.again
    if ".py" in case.id:
        return f"python -m pytest {shlex.quote(case.id)}"
    if case.phase == "collect":
        return f"python -m pytest --collect-only {shlex.quote(case.id.strip(':').replace('.', '/') + '.py')}"
    return f"python -m pytest -k {shlex.quote(text.without_parameters(case.id.rpartition('::')[2]))}"


def _module(case: Case) -> Finding | None:
    found = _MODULE.search(case.message)
    if not found or case.exception not in ("ModuleNotFoundError", "ImportError"):
        return None
    return Finding(
        Kind.UNCOLLECTABLE if case.phase == "collect" else Kind.FAILING,
        ("no-module", found[1]),
        f"Module {found[1]} cannot be imported",
        "no-module: an import found no module of this name",
        # Whether it should be installed or should not be asked for, the words do not say.
        Origin.UNKNOWN,
        next_step=f"Install what provides {found[1]}, or mend the import where the module was moved or removed.",
    )


def _syntax(case: Case) -> Finding | None:
    if case.exception not in _UNPARSABLE:
        return None
    file = case.place.rpartition(":")[0]
    # Paths of a traceback are absolute, those of the report begin where the suite does.
    own = case.id.partition("::")[0] if ".py" in case.id else case.id.strip(":").replace(".", "/") + ".py"
    broken = own if not file or file.endswith(own) else _short(file)
    return Finding(
        Kind.UNCOLLECTABLE,
        ("syntax", broken),
        f"{broken} cannot be parsed: {case.message}",
        "syntax: a file that is no Python; none of its tests can run",
        next_step="Mend the line that the parser names; see in the history what broke it.",
        details=(f"the parser stopped at {text.one_line(case.place)}",) if case.place else (),
    )


def _fixture(case: Case) -> Finding | None:
    found = _FIXTURE.search(case.message)
    return missing_fixture(found[1]) if found else None


def missing_fixture(name: str) -> Finding:
    """The finding of every reader that sees a fixture asked for and not there."""
    return Finding(
        Kind.UNCOLLECTABLE,
        ("fixture", name),
        f"Fixture {name} is asked for and defined nowhere",
        "missing-fixture: tests name a fixture that neither their module, a conftest.py, pytest nor a plugin has",
        next_step=f"Define {name} in the nearest conftest.py, install the plugin that brings it, or mend its name.",
    )


def _collection(case: Case) -> Finding | None:
    if case.phase != "collect":
        return None
    return Finding(
        Kind.UNCOLLECTABLE,
        ("collection", case.exception, text.normalised(case.message), _short(case.place.rpartition(":")[0])),
        f"Collection stops with {case.exception or 'an error'}: {case.message}",
        "collection: an exception was raised while a module was imported; none of its tests can run",
        next_step=f"Mend {text.one_line(case.place)}." if case.place else "Import the module by itself and read on.",
        details=(f"raised at {text.one_line(case.place)}",) if case.place else (),
    )


def _words(case: Case) -> Finding | None:
    """A cause of the environment that the exception itself names."""
    if case.message.startswith("assert "):
        return None
    found = patterns.matching(f"{case.exception}: {case.message}", warnings=False)
    if not found:
        return None
    return patterns.finding_of(found, case.where, case.message, text.address(case.message, case.text[-20_000:]))


def _attribute(case: Case) -> Finding | None:
    found = _ATTRIBUTE.search(case.message) if case.exception == "AttributeError" else None
    if not found or found[1] == "NoneType":
        return None
    of_test = bool(re.match(r"Test|.*Tests?$|.*TestCase$", found[1]))
    return Finding(
        Kind.FAILING,
        ("attribute", found[1], found[2]),
        f"{found[1]} has no attribute {found[2]}" + (": its set-up never made it" if of_test else ""),
        "missing-attribute: an attribute that one class does not have"
        + (", and the class is a test: its own set-up is at fault, nothing is known about the code" if of_test else ""),
        Origin.SUITE if of_test else Origin.UNKNOWN,
        next_step=f"See why nothing sets {found[2]} before these tests: a fixture that is not used, or a set-up method "
        "that this kind of class does not call." if of_test else f"See where {found[2]} was renamed or removed.",
    )  # fmt: skip


def _timeout(case: Case) -> Finding | None:
    if not _TIMEOUT.search(case.message):
        return None
    return Finding(
        Kind.FAILING,
        ("timeout", text.key_of_test(text.without_parameters(case.id))),
        f"{text.without_parameters(case.id)} did not end in time",
        "time-out: the test was ended from outside; whether it would have passed is unknown",
        Origin.UNKNOWN,
        next_step="See in the excerpt what it was waiting for.",
    )


def _assertion(case: Case) -> Finding | None:
    if case.exception not in _ASSERTIONS:
        return None
    name = text.without_parameters(case.id)
    phase = "" if case.phase == "call" else f" ({case.phase})"
    return Finding(
        Kind.FAILING,
        ("assertion", text.key_of_test(name), case.phase),
        f"{name}{phase}: {case.message or 'failed, and its report does not say why'}",
        "assertion: what one test function asserts does not hold; its parameters are one entry",
        Origin.UNKNOWN,
        next_step="Decide which is wrong, the code or the test; the report does not tell.",
    )


def _exception(case: Case) -> Finding:
    """Anything else: the same exception with the same words is one cause."""
    words = text.normalised(case.message)
    common = len(words) < SHORT_MESSAGE
    place = _short(case.place.rpartition(":")[0]) or text.key_of_test(text.without_parameters(case.id))
    where = f" in the {case.phase} of tests" if case.phase in ("setup", "teardown") else ""
    return Finding(
        Kind.FAILING,
        ("exception", case.exception, words, place if common else ""),
        f"{case.exception}{where}: {case.message}" if case.message else f"{case.exception}{where}",
        "exception: the same exception with the same words" + (", raised in the same file" if common else ""),
        Origin.UNKNOWN,
        _evidence(case),
        (case.id,),
        reproduce=reproduce(case),
        details=(f"raised at {text.one_line(case.place)}",) if case.place else (),
        next_step="Follow the first traceback to where the exception is raised."
        if case.place
        else "The report holds no traceback: repeat the line above, and see what it prints.",
    )


_LOOKS: tuple[Callable[[Case], Finding | None], ...] = (
    _fixture,
    _words,
    _syntax,
    _module,
    _collection,
    _attribute,
    _timeout,
    _assertion,
)


def _short(path: str) -> str:
    """The end of a path: where a checkout lies is no part of a cause."""
    return str(PurePosixPath(*PurePosixPath(path.replace("\\", "/")).parts[-2:])) if path else ""
