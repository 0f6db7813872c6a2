"""What holds of every matcher: it is tried somewhere, takes events first, and reaches nothing outside."""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path

import matcher_rows
import pytest

from conformance.recorder import matchers as m
from conformance.recorder.evaluation import MATCHERS


def test_every_matcher_is_tried_somewhere() -> None:
    """Both ways, it is hoped: a matcher whose name stands in no test was never seen to refuse anything."""
    for path in Path(m.__file__).parent.glob("*.py"):
        importlib.import_module(f"{m.__name__}.{path.stem}" if path.stem != "__init__" else m.__name__)
    tests = [*Path(__file__).parent.glob("test_*.py"), Path(matcher_rows.__file__)]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in tests]
    named = {getattr(node, "attr", getattr(node, "id", "")) for tree in trees for node in ast.walk(tree)}
    assert [name for name in MATCHERS if name.rpartition(".")[2] not in named] == []


def test_matchers_take_events_by_position_and_arguments_by_name() -> None:
    for match in MATCHERS.values():
        kinds = [parameter.kind for parameter in inspect.signature(match).parameters.values()]
        assert kinds[0] is inspect.Parameter.POSITIONAL_OR_KEYWORD
        assert set(kinds) <= {inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY}


OUTSIDE = {"asyncio", "httpx", "io", "multiprocessing", "os", "pathlib", "pytest", "quart", "random", "requests",
           "secrets", "select", "shutil", "socket", "sqlite3", "ssl", "subprocess", "tempfile", "threading", "time",
           "urllib.request", "uuid", "websockets", "yaml"}  # fmt: skip


@pytest.mark.parametrize("path", sorted(Path(m.__file__).parent.glob("*.py")), ids=lambda path: path.stem)
def test_matchers_reach_no_clock_no_file_and_no_network(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert not {name for name in imported if name in OUTSIDE or name.split(".")[0] in OUTSIDE}
    ours = {name for name in imported if name.split(".")[0] == "conformance"}
    # The contract's schemas are read once, by name, and never written; the readers of histories are as pure.
    pure = ("conformance.recorder.", "conformance.contract", "conformance.history")
    assert all(name.startswith(pure) for name in ours)
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    called = {getattr(function, "id", getattr(function, "attr", "")) for function in calls}
    assert not called & {"open", "print", "input", "exec", "eval", "__import__", "now", "utcnow", "today"}
