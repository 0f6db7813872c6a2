"""What the decorators of a test do: replace things, fill in parameters, or something that is not read here."""

from __future__ import annotations

import ast

from conformance.garden.source.shape import Test, decorators, dotted

_KNOWN_DECORATORS = frozenset({"staticmethod", "classmethod", "skip", "skipIf", "skipUnless", "expectedFailure"})


def is_patch(name: str) -> bool:
    """Whether this is a call of ``mock.patch`` in one of its forms, or of ``mocker.patch``.

    ``client.patch`` is HTTP's.
    """
    parts = name.split(".")
    if len(parts) > 1 and parts[-1] in ("object", "dict", "multiple"):
        parts = parts[:-1]
    return parts[-1] == "patch" and (len(parts) == 1 or parts[-2].endswith(("mock", "mocker")))


def patch_calls(test: Test) -> list[ast.Call]:
    """The calls by which a test replaces something while it runs."""
    nodes: list[ast.AST] = [*test.nodes, *test.function.decorator_list]
    nodes += test.owner.decorator_list if test.owner is not None else []
    return [node for node in nodes if isinstance(node, ast.Call) and is_patch(dotted(node.func))]


def patched_parameters(test: Test) -> int:
    """How many parameters ``@patch`` fills in: one for each that is not told what to put in place."""
    owners = test.owner.decorator_list if test.owner is not None else []
    calls = [one for one in (*test.function.decorator_list, *owners)
             if isinstance(one, ast.Call) and is_patch(dotted(one.func))]  # fmt: skip
    return sum(not _has_new(call) for call in calls if not dotted(call.func).endswith((".dict", ".multiple")))


def _has_new(call: ast.Call) -> bool:
    place = 2 if dotted(call.func).endswith(".object") else 1
    return len(call.args) > place or any(keyword.arg == "new" for keyword in call.keywords)


def parametrized(test: Test, tree: ast.Module) -> set[str] | None:
    """The parameters that ``parametrize`` fills; ``None`` where their names are not written there."""
    marks: list[ast.AST] = [*test.function.decorator_list, *(test.owner.decorator_list if test.owner else ())]
    for node in (*tree.body, *(test.owner.body if test.owner else ())):
        if isinstance(node, ast.Assign) and any(dotted(one) == "pytestmark" for one in node.targets):
            marks.append(node.value)
    names: set[str] = set()
    for node in (one for mark in marks for one in ast.walk(mark)):
        if isinstance(node, ast.Call) and dotted(node.func).endswith("parametrize"):
            written = _names_of(node)
            if written is None:
                return None
            names |= written
    return names


def _names_of(call: ast.Call) -> set[str] | None:
    given = call.args[0] if call.args else next((one.value for one in call.keywords if one.arg == "argnames"), None)
    if isinstance(given, ast.Constant) and isinstance(given.value, str):
        return {name.strip() for name in given.value.split(",") if name.strip()}
    if isinstance(given, ast.List | ast.Tuple):
        names = [one.value for one in given.elts if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        return set(names) if len(names) == len(given.elts) else None
    return None


def unknown_decorator(test: Test) -> bool:
    """Whether a decorator that is not read here may do what the body does not."""
    for name in (*decorators(test.function), *(decorators(test.owner) if test.owner else ())):
        last = name.rpartition(".")[2]
        is_mark = ".mark." in f".{name}" and not any(word in last for word in ("compare", "snapshot", "image", "mypy"))
        if not (is_mark or is_patch(name) or last in _KNOWN_DECORATORS):
            return True
    return False
