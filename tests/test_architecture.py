"""The arrows between the rooms, read from the imports themselves."""

from __future__ import annotations

import ast
import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import conformance
from conformance.contract import manifest
from conformance.plugin import inventory

CONFORMANCE = Path(conformance.__file__).parent
SHELL = {"asyncio", "httpx", "websockets", "quart", "pytest"}
"""What reaches a network or a runner: nothing that only computes may know it."""


@dataclass(frozen=True, slots=True)
class Import:
    """One import: the module that is needed, and where that is written."""

    module: str
    where: str

    def __str__(self) -> str:
        return f"{self.where} imports {self.module}"


def reference_server() -> Path:
    """The reference server's folder, found without importing it."""
    found = importlib.util.find_spec("reference_server")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


def modules(*places: Path) -> list[Path]:
    """The modules in these folders (or these modules), of which there must be some."""
    found = [path for place in places for path in ([place] if place.is_file() else sorted(place.rglob("*.py")))]
    assert found, f"no module in {places}"
    assert any(path.name != "__init__.py" for path in found), f"nothing but __init__.py in {places}"
    return found


def dotted(path: Path) -> str:
    """``conformance.verdict.model`` for its file."""
    root = next(parent for parent in path.parents if parent.name in ("conformance", "reference_server")).parent
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def imports(*places: Path) -> Iterator[Import]:
    """Every import of these modules, wherever in the file it stands, with relative ones resolved."""
    for path in modules(*places):
        yield from imports_of(path)


@cache
def imports_of(path: Path) -> list[Import]:
    """Every import of one module."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        where = f"{dotted(path)}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Import):
            found += [Import(name.name, where) for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = absolute(node, path)
            found += [Import(base, where), *(Import(f"{base}.{name.name}", where) for name in node.names)]
    return found


def absolute(node: ast.ImportFrom, path: Path) -> str:
    """The module that a ``from`` names."""
    if not node.level:
        return node.module or ""
    package = dotted(path).split(".")
    keep = len(package) - node.level + (path.name == "__init__.py")
    return ".".join([*package[:keep], *([node.module] if node.module else [])])


def within(module: str, *packages: str) -> bool:
    """Whether a module is one of these packages or lies in one."""
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def forbidden(place: Path | tuple[Path, ...], *packages: str) -> list[str]:
    """The imports of these packages that are made where they may not be."""
    places = place if isinstance(place, tuple) else (place,)
    return [str(found) for found in imports(*places) if within(found.module, *packages)]


# -- what only computes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place",
    [
        "history",
        "diff",
        "verdict",
        "tracker",
        "contract",
        "recorder/matchers",
        "recorder/events.py",
        "recorder/evaluation.py",
        "doctor/answers.py",
        "doctor/clocks.py",
        "doctor/credentials.py",
        "doctor/sockets.py",
        "doctor/finding.py",
        "catalogue",
        "reproduce/story",
        "reproduce/flow.py",
        "reproduce/hearing.py",
        "reproduce/telling",
        "reproduce/bundle.py",
        "reproduce/shapes.py",
        "reproduce/literals.py",
        "reproduce/render",
        "reproduce/shrink.py",
        "reproduce/finding.py",
        "reproduce/wires.py",
        "reproduce/control.py",
    ],
)
def test_pure_modules_know_no_network_and_no_runner(place: str) -> None:
    assert forbidden(CONFORMANCE / place, *SHELL) == []


def test_reference_core_knows_no_clock_no_chance_and_no_store() -> None:
    core = reference_server() / "core"
    assert forbidden(core, "asyncio", "quart", "sqlite3", "time", "random", "secrets") == []
    assert forbidden(core, *SHELL) == []


def test_reference_core_needs_nothing_of_the_rest_of_the_server() -> None:
    others = {found for found in imports(reference_server() / "core") if within(found.module, "reference_server")}
    assert others
    assert [str(found) for found in others if not within(found.module, "reference_server.core")] == []


# -- suite and server are strangers -----------------------------------------------------------------------------------


def test_suite_and_reference_server_import_nothing_of_each_other() -> None:
    assert forbidden(CONFORMANCE, "reference_server") == []
    assert forbidden(reference_server(), "conformance") == []


# -- the gardener reads strangers -------------------------------------------------------------------------------------


def test_gardener_imports_nothing_of_a_stranger_and_only_one_module_starts_a_child() -> None:
    garden = modules(CONFORMANCE / "garden")
    assert forbidden(tuple(garden), "importlib", "runpy", "pickle", "ctypes", *SHELL) == []
    starting = forbidden(tuple(garden), "subprocess", "multiprocessing", "socket")
    assert [line.partition(":")[0] for line in starting] == ["conformance.garden.collect"]


def test_gardener_never_runs_what_it_has_read() -> None:
    calls = [
        f"{dotted(path)}:{node.lineno}"
        for path in modules(CONFORMANCE / "garden")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) in ("exec", "eval", "compile", "__import__")
    ]
    assert calls == []


# -- between the rooms ------------------------------------------------------------------------------------------------

MAY_KNOW = (
    "conformance.stage",
    "conformance.history",
    "conformance.recorder.events",
    "conformance.recorder.matchers",
    "conformance.load",
    "conformance.target.forge",
    "conformance.target.process",
    "conformance.target.tokens",
    "hypothesis",
    "schemathesis",
)
"""What a check may use; and of the client nothing but the exception that says that no answer came."""


def test_checks_use_the_stage_and_the_matchers_and_nothing_below_them() -> None:
    standard = sys.stdlib_module_names
    needless = {
        str(found)
        for found in imports(CONFORMANCE / "suite")
        if not within(found.module, *MAY_KNOW)
        and found.module not in ("conformance.recorder", "conformance.target", "conformance.client.http")
        and found.module != "conformance.client.http.NoAnswer"
        and found.module.split(".")[0] not in standard
    }
    assert needless == set()


def test_checks_take_from_parent_packages_only_what_they_may_know() -> None:
    parents = {"conformance.recorder", "conformance.target", "conformance.client.http"}
    taken = {found.module for found in imports(CONFORMANCE / "suite")} - parents
    below = {module for module in taken if within(module, *parents)}
    assert below
    assert {module for module in below if not within(module, *MAY_KNOW)} <= {"conformance.client.http.NoAnswer"}


@pytest.mark.parametrize(
    ("room", "unknown"),
    [
        ("client", ("stage", "suite", "plugin", "controller", "report", "verdict")),
        ("stage", ("plugin", "controller", "report", "verdict", "suite")),
        ("verdict", ("stage", "controller", "report", "plugin", "client", "suite", "target")),
        ("recorder", ("stage", "controller", "report", "plugin", "client", "suite", "target", "verdict")),
        ("contract", ("stage", "controller", "report", "plugin", "client", "suite", "target", "verdict", "recorder")),
        ("diff", ("stage", "controller", "report", "plugin", "client", "suite", "target", "verdict", "recorder")),
        ("history", ("stage", "controller", "report", "plugin", "client", "suite", "target", "verdict")),
        ("report", ("stage", "controller", "plugin", "client", "suite")),
        ("tracker", ("stage", "controller", "plugin", "client", "suite", "target", "recorder")),
        ("target", ("stage", "controller", "report", "plugin", "client", "suite", "verdict")),
        ("plugin", ("controller", "report", "verdict")),
        ("doctor", ("controller", "report", "plugin", "suite", "verdict")),
        ("catalogue", ("stage", "controller", "report", "plugin", "client", "suite", "verdict", "recorder")),
        ("garden", ("stage", "controller", "report", "plugin", "client", "suite", "target", "verdict", "commands")),
        ("reproduce", ("controller", "plugin", "suite", "commands")),
    ],
)
def test_room_knows_nothing_of_those_above_it(room: str, unknown: tuple[str, ...]) -> None:
    assert forbidden(CONFORMANCE / room, *(f"conformance.{name}" for name in unknown)) == []


# -- checks never sleep -----------------------------------------------------------------------------------------------


def constant_sleeps(source: str) -> list[int]:
    """The lines on which a program sleeps for a time that is written there."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [
        call.lineno
        for call in calls
        if getattr(call.func, "attr", getattr(call.func, "id", None)) == "sleep"
        and all(isinstance(node, ast.Constant | ast.operator | ast.BinOp | ast.UnaryOp | ast.unaryop)
                for argument in [*call.args, *(keyword.value for keyword in call.keywords)]
                for node in ast.walk(argument))
    ]  # fmt: skip


def test_checks_never_sleep_for_a_fixed_time() -> None:
    fixed = [
        f"{dotted(path)}:{line}"
        for path in modules(CONFORMANCE / "suite")
        for line in constant_sleeps(path.read_text(encoding="utf-8"))
    ]
    assert fixed == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("time.sleep(1)", [1]),
        ("\nasyncio.sleep(0.5 * 2)", [2]),
        ("sleep(seconds=-1)", [1]),
        ("time.sleep(stage.settle_s)", []),
        ("server.rest(1)", []),
    ],
)
def test_constant_sleeps_are_found(source: str, lines: list[int]) -> None:
    assert constant_sleeps(source) == lines


# -- the manifest -----------------------------------------------------------------------------------------------------


def test_manifest_is_what_the_checks_declare() -> None:
    """Written anew by ``python -m conformance.plugin.inventory``, and committed."""
    assert manifest.load() == inventory.found()


def test_manifest_can_be_written_and_read_again() -> None:
    assert manifest.from_json(manifest.to_json(inventory.found())) == inventory.found()


def test_manifest_names_checks_that_can_be_found_where_it_says() -> None:
    for entry in manifest.load().values():
        assert entry.phase in manifest.PHASES
        assert entry.requirements
        if entry.where is not None:
            path, _, function = entry.where.partition("::")
            tree = ast.parse((CONFORMANCE / "suite" / path).read_text(encoding="utf-8"))
            assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


# -- how imports are read ---------------------------------------------------------------------------------------------


def test_imports_are_found_wherever_they_stand(tmp_path: Path) -> None:
    place = tmp_path / "conformance" / "room"
    place.mkdir(parents=True)
    (place / "__init__.py").write_text("from . import one\n", encoding="utf-8")
    (place / "one.py").write_text(
        "import a.b as c\ndef f():\n    from ..other.thing import x\n    import d\nfrom .two import y\n",
        encoding="utf-8",
    )
    assert {found.module for found in imports(place)} == {
        "conformance.room",
        "conformance.room.one",
        "a.b",
        "conformance.other.thing",
        "conformance.other.thing.x",
        "d",
        "conformance.room.two",
        "conformance.room.two.y",
    }


def test_modules_of_an_empty_place_are_a_failure_of_the_test(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="no module in"):
        modules(tmp_path)
