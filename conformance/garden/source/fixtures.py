"""Fixtures that tests ask for and nobody defines.

Looked for in the module (with everything that it imports, assigns or decorates), in every conftest.py from the
project's root down to it, in pytest itself and in the plugins that are well known.  Where something that is not read
here could bring the fixture (a plugin that the project names, ``pytest_plugins``, ``pytest_generate_tests``, a star
import), nobody is accused, and the worklog says that it cannot be told.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from conformance.garden import text
from conformance.garden.model import Evidence, Finding
from conformance.garden.signature import missing_fixture
from conformance.garden.source import decorated
from conformance.garden.source.folder import Folder, Module
from conformance.garden.source.scope import fixture_name, imported
from conformance.garden.source.shape import (
    Function,
    Test,
    decorators,
    dotted,
    is_fixture,
    parameters,
)

BUILTIN = frozenset(
    {"cache", "capfd", "capfdbinary", "caplog", "capsys", "capsysbinary", "capteesys", "config", "doctest_namespace",
     "monkeypatch", "pytestconfig", "pytester", "record_property", "record_testsuite_property", "record_xml_attribute",
     "recwarn", "request", "subtests", "testdir", "tmp_path", "tmp_path_factory", "tmpdir", "tmpdir_factory"}
)  # fmt: skip
"""What pytest 9 brings."""

PLUGINS: Mapping[str, frozenset[str]] = {
    "pytest-asyncio": frozenset(
        {"event_loop", "event_loop_policy", "unused_tcp_port", "unused_tcp_port_factory", "unused_udp_port",
         "unused_udp_port_factory"}
    ),
    "anyio": frozenset(
        {"anyio_backend", "anyio_backend_name", "anyio_backend_options", "free_tcp_port", "free_udp_port",
         "free_tcp_port_factory", "free_udp_port_factory"}
    ),
    "pytest-mock": frozenset(
        {"mocker", "class_mocker", "module_mocker", "package_mocker", "session_mocker"}
    ),
    "pytest-benchmark": frozenset({"benchmark", "benchmark_weave"}),
    "pytest-cov": frozenset({"cov", "no_cover"}),
    "pytest-xdist": frozenset({"worker_id", "testrun_uid"}),
    "pytest-httpserver": frozenset(
        {"httpserver", "make_httpserver", "httpserver_listen_address", "httpserver_ssl_context"}
    ),
    "pytest-httpbin": frozenset({"httpbin", "httpbin_secure", "httpbin_both", "httpbin_ca_bundle"}),
    "pytest-subtests": frozenset({"subtests"}),
    "pytest-timeout": frozenset(),
    "pytest-randomly": frozenset(),
    "pytest-rerunfailures": frozenset(),
    "pytest-sugar": frozenset(),
    "pytest-html": frozenset({"extra", "extras"}),
    "hypothesis": frozenset(),
}  # fmt: skip
"""Plugins whose fixtures are known, under the names that their packages have."""

_KNOWN = BUILTIN.union(*PLUGINS.values())
_REQUIRED = re.compile(
    r"""(?:^|["'\s])(pytest[-_][a-z][a-z0-9_-]*)(?=\s*(?:[\[<>=!~;"',#]|$))""", re.IGNORECASE | re.MULTILINE
)
_NOT_PLUGINS = ("pytest-ini", "pytest-plugins", "pytest-cache", "pytest-args", "pytest-addoption", "pytest-of",
                "pytest-configure", "pytest-current", "pytest-generate", "pytest-disable",
                "pytest-addopts")  # fmt: skip


def missing(folder: Folder) -> Iterator[Finding]:
    """One finding for each fixture that is asked for and cannot be anywhere."""
    if _strangers(folder):
        return
    for name, askers in _unresolved(folder).items():
        yield replace(
            missing_fixture(name),
            evidence=tuple(Evidence(f"{module.name}:{line}", f"def {test}({name})") for module, test, line in askers),
            explains=tuple(f"{module.name}::{test}" for module, test, _ in askers),
            reproduce=f"python -m pytest {askers[0][0].name}::{askers[0][1]}",
        )


def untold(folder: Folder) -> tuple[str, ...]:
    """What the rule could not decide, and why."""
    strangers = _strangers(folder)
    unresolved = sorted(_unresolved(folder)) if strangers else []
    if not unresolved:
        return ()
    shown = text.one_line(", ".join(unresolved[:10]) + (" …" if len(unresolved) > 10 else ""))
    return (
        f"{folder.source}: whether fixtures are missing cannot be told without "
        f"running pytest ({shown}): {', '.join(strangers[:5])} may bring them; --collect asks pytest",
    )


def _strangers(folder: Folder) -> list[str]:
    """What could bring fixtures and is not read here."""
    found = []
    for _, words in folder.settings:
        named = {match[1].lower().replace("_", "-") for match in _REQUIRED.finditer(words)}
        found += [name for name in named if name not in PLUGINS and not name.startswith(_NOT_PLUGINS)]
        found += ["the project's own plugin"] if "pytest11" in words else []
    for module in (*folder.above, *folder.modules):
        for node in module.tree.body if module.tree is not None and (module.is_conftest or module.is_test) else ():
            if any(dotted(one) == "pytest_plugins" for one in getattr(node, "targets", ())):
                found.append(f"pytest_plugins in {module.name}")
    return sorted(set(found))


def _unresolved(folder: Folder) -> dict[str, list[tuple[Module, str, int]]]:
    found: dict[str, list[tuple[Module, str, int]]] = defaultdict(list)
    seen: dict[str, frozenset[str] | None] = {}
    for module in folder.tests:
        chain = [_visible(one, seen) for one in (module, *folder.conftests_of(module))]
        visible = [names for names in chain if names is not None]
        if module.tree is None or len(visible) < len(chain):
            continue
        known = _KNOWN.union(*visible)
        for test in module.tests:
            for name in _asked(test, module.tree):
                if name not in known:
                    found[name].append((module, test.name, test.function.lineno))
    return found


def _asked(test: Test, tree: ast.Module) -> list[str]:
    """The fixtures that a test names; none where something else may fill its parameters."""
    if test.is_unittest or test.has_foreign_bases or _is_decorated_by_strangers(test):
        return []
    given = decorated.parametrized(test, tree)
    if given is None:
        return []
    names = parameters(test.function, test.owner is not None)[decorated.patched_parameters(test) :]
    return [name for name in names if name not in given]


def _is_decorated_by_strangers(test: Test) -> bool:
    names = [*decorators(test.function), *(decorators(test.owner) if test.owner else ())]
    known = ("pytest.mark.", "mark.", "staticmethod")
    return any(not name.startswith(known) and not decorated.is_patch(name) for name in names)


def _can_bring_anything(tree: ast.Module) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
            return True
        if isinstance(node, Function) and node.name in (
            "pytest_generate_tests",
            "pytest_pyfunc_call",
            "pytest_collection",
        ):
            return True
        if isinstance(node, ast.Name) and node.id in ("globals", "setattr", "exec", "metafunc"):
            return True
    return False


def _visible(module: Module, seen: dict[str, frozenset[str] | None]) -> frozenset[str] | None:
    """Every name of a module that may be a fixture; ``None`` where that may be any."""
    if module.name not in seen:
        tree = module.tree
        seen[module.name] = None if tree is None or _can_bring_anything(tree) else _names(tree)
    return seen[module.name]


def _names(tree: ast.Module) -> frozenset[str]:
    """What is decorated, imported or assigned, in classes too."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, Function) and node.decorator_list:
            names |= {node.name, fixture_name(node)} if is_fixture(node) else {node.name}
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= set(imported(node))
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.Call) and dotted(node.func).endswith("fixture"):
            names |= {str(one.value.value) for one in node.keywords
                      if one.arg == "name" and isinstance(one.value, ast.Constant)}  # fmt: skip
    return frozenset(names)
