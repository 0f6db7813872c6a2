"""What the checks say of themselves, read from their source."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from conformance.contract.manifest import ManifestEntry

OVER_THE_RUN = "Nobody, anywhere in the whole recorded run, was told what was not theirs."
"""The claim of the one check that no test carries (controller/afterwards.py)."""


@dataclass(frozen=True, slots=True)
class Told:
    """The claim of a check, where it stands, and how it treats a server."""

    claim: str
    where: str
    hostile: bool = False
    slow: bool = False


def told(entry: ManifestEntry) -> Told:
    """What a check of the manifest says of itself."""
    if entry.where is None:
        return Told(OVER_THE_RUN, "controller/afterwards.py")
    path, _, function = entry.where.partition("::")
    return _functions(path)[function]


@cache
def _functions(path: str) -> dict[str, Told]:
    """Every function of a module of the suite, by name."""
    tree = ast.parse((files("conformance.suite") / path).read_text(encoding="utf-8"))
    return {
        node.name: Told(
            " ".join((ast.get_docstring(node) or "").split()),
            f"suite/{path}:{node.lineno}",
            _says(node, "hostile"),
            _says(node, "slow"),
        )
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }


def _says(node: ast.FunctionDef, word: str) -> bool:
    """Whether a decorator is given ``word=True``."""
    calls = [decorator for decorator in node.decorator_list if isinstance(decorator, ast.Call)]
    given = [keyword for call in calls for keyword in call.keywords if keyword.arg == word]
    return any(isinstance(keyword.value, ast.Constant) and keyword.value.value is True for keyword in given)
