"""What could bring fixtures and is not read here: plugins, and what a conftest.py makes as it is imported."""

from __future__ import annotations

import ast
import builtins
import re
import sys
from collections.abc import Iterator

from conformance.garden.source import needs
from conformance.garden.source.folder import Folder, Module
from conformance.garden.source.plugins import PLUGINS, is_known, is_known_import, package
from conformance.garden.source.scope import imported
from conformance.garden.source.shape import Function, dotted, is_fixture

_REQUIRED = re.compile(
    r"""(?:^|["'\s])(pytest[-_][a-z][a-z0-9_-]*)(?=\s*(?:[\[<>=!~;"',#]|$))""", re.IGNORECASE | re.MULTILINE
)
_NOT_PLUGINS = ("pytest-ini", "pytest-plugins", "pytest-cache", "pytest-args", "pytest-addoption", "pytest-of",
                "pytest-configure", "pytest-current", "pytest-generate", "pytest-disable",
                "pytest-addopts")  # fmt: skip
_OPTION = re.compile(r"""(?:^|[\s"'=\[])-p(?:["']\s*,\s*["']|\s*)(\w[\w.]*(?::\w+)?)""")
_OWN_NAME = re.compile(r"""^\s*name\s*=\s*["']?([\w.-]+)""", re.MULTILINE)


def of(folder: Folder) -> list[str]:
    """Everything that may bring a fixture to any test of the folder, as a worklog names it."""
    listed = {name for file, words in folder.needs for name in needs.names(file, words)}
    words = "\n".join(words for _, words in (*folder.settings, *folder.needs))
    written = {package(found[1]) for found in _REQUIRED.finditer(words)}
    own = {package(found[1]) for file, text in folder.needs if file in ("pyproject.toml", "setup.cfg", "setup.py")
           for found in _OWN_NAME.finditer(text)}  # fmt: skip
    found = {one for one in written if one not in PLUGINS and not one.startswith(_NOT_PLUGINS)}
    found |= {one for one in listed - own if not is_known(one)}
    found |= {f"-p {name}" for name in _options(words) if not name.startswith("no:")}
    found |= {"the project's own plugin"} if "pytest11" in words else set()
    if not any(one.partition("-")[0] == "pytest" for one in listed):
        # What the tests are run with is said somewhere else, or nowhere.
        found.add("plugins that no list of requirements names")
    for module in (*folder.above, *folder.modules):
        if module.tree is not None and (module.is_conftest or module.is_test):
            found |= _imports(module.tree, folder, own)
            found |= {f"pytest_plugins in {module.name}" for node in module.tree.body
                      if any(dotted(one) == "pytest_plugins" for one in getattr(node, "targets", ()))}  # fmt: skip
    return sorted(found)


def _options(words: str) -> Iterator[str]:
    """What ``-p`` names, in the lines of ``addopts`` and of a call of pytest, and in those that continue them."""
    inside = False
    for line in words.splitlines():
        inside = "addopts" in line or "pytest" in line or (inside and line[:1] in (" ", "\t"))
        if inside:
            yield from (found[1] for found in _OPTION.finditer(line))


def _imports(tree: ast.Module, folder: Folder, own: set[str]) -> set[str]:
    names = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in imported(node).values()
    }
    return {name for name in names if name and not (
        name in sys.stdlib_module_names or package(name) in own or name in folder.local or is_known_import(name)
    )}  # fmt: skip


def makes_fixtures(module: Module) -> bool:
    """Whether a module makes, or may make, fixtures whose names are not written in it: inside functions, or by calls
    of what is not read here.  In a test module a value that a call returns is a helper; in a conftest.py it may be a
    fixture."""
    if module.tree is None:
        return False
    return _has_inner_fixtures(module.tree) or any(_is_strange(call, module.tree) for call in _calls(module))


def _has_inner_fixtures(tree: ast.Module) -> bool:
    return any(
        isinstance(inner, Function) and inner is not node and is_fixture(inner)
        for node in ast.walk(tree)
        if isinstance(node, Function)
        for inner in ast.walk(node)
    )


def _calls(module: Module) -> list[ast.Call]:
    """The calls that stand as statements of a module, and in a conftest.py those whose value is kept."""
    kept = ast.Expr | ast.Assign | ast.AnnAssign if module.is_conftest else ast.Expr
    body = module.tree.body if module.tree is not None else []
    waiting = list(body)
    found = []
    while waiting:
        node = waiting.pop()
        if isinstance(node, kept) and isinstance(node.value, ast.Call):
            found.append(node.value)
        if not isinstance(node, Function | ast.ClassDef):
            waiting += [one for one in ast.iter_child_nodes(node) if isinstance(one, ast.stmt)]
    return found


def _is_strange(call: ast.Call, tree: ast.Module) -> bool:
    name = dotted(call.func)
    root = name.partition(".")[0]
    if root in dir(builtins) or name.rpartition(".")[2] == "fixture":
        return False
    names = {key: value for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)
             for key, value in imported(node).items()}  # fmt: skip
    origin = names.get(root, "").partition(".")[0]
    return not (origin in sys.stdlib_module_names or (origin and is_known_import(origin)))
