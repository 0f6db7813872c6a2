"""The reference server with one small change, or as it is, noting when it comes to where others would be made:

    python -P server.py --mutant ID --told FILE ARGUMENTS...
    python -P server.py --marked FILE --uses FOLDER ARGUMENTS...

The module is compiled anew when it is imported; nothing on disk is touched, and everything else is as shipped.
"""

from __future__ import annotations

import ast
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from types import CodeType, ModuleType

sys.path.append(str(Path(__file__).parent.parent))

from mutants import mutations

PACKAGE = "reference_server"
MARKER = "__mutant_reached__"
Tree = Callable[[str], ast.Module]
"""Makes a tree of a module's source."""


class Loader(importlib.machinery.SourceFileLoader):
    """Loads a module from another tree than its own; ``reached`` is what that calls."""

    def __init__(self, fullname: str, path: str, tree: Tree, reached: Callable[..., None]) -> None:
        super().__init__(fullname, path)
        self.tree = tree
        self.reached = reached

    def get_code(self, fullname: str) -> CodeType:
        """Compile the tree, never what is cached."""
        source = Path(self.path).read_text(encoding="utf-8")
        return compile(self.tree(source), self.path, "exec", dont_inherit=True)

    def exec_module(self, module: ModuleType) -> None:
        """Carry it out; it says when it is reached."""
        setattr(module, MARKER, self.reached)
        super().exec_module(module)


class Finder(importlib.abc.MetaPathFinder):
    """Finds the modules that have another tree, and leaves the others to Python."""

    def __init__(self, trees: dict[str, Tree], reached: Callable[..., None]) -> None:
        self.trees = trees
        self.reached = reached

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Where the module lies, with our loader."""
        tree = self.trees.get(fullname.removeprefix(f"{PACKAGE}."))
        if tree is None or fullname.partition(".")[0] != PACKAGE:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.origin is None:
            return None
        loader = Loader(fullname, spec.origin, tree, self.reached)
        return importlib.util.spec_from_file_location(fullname, spec.origin, loader=loader)


def changed(name: str, told: str) -> Finder:
    """One mutant, which leaves one byte the first time that it is reached."""
    module = name.partition(":")[0]
    left: list[str] = [told]

    def reached() -> None:
        if left:
            file = os.open(left.pop(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            os.write(file, b".")
            os.close(file)

    return Finder({module: lambda source: mutations.mutated(module, source, name, MARKER)}, reached)


def noting(names: Sequence[str], uses: str) -> Finder:
    """No mutant; each time that the server comes to where one of these would be, it notes the clock and the id."""
    notes = os.open(f"{uses}/{os.getpid()}", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    by_module: dict[str, list[str]] = defaultdict(list)
    for name in names:
        by_module[name.partition(":")[0]].append(name)

    def reached(name: str) -> None:
        os.write(notes, f"{time.monotonic_ns()} {name}\n".encode())

    def tree(module: str) -> Tree:
        return lambda source: mutations.marked(module, source, by_module[module], MARKER)

    return Finder({module: tree(module) for module in by_module}, reached)


def main(arguments: list[str]) -> None:
    """Take our own words off the front, and start the server."""
    ours: dict[str, str] = {}
    while arguments and arguments[0] in ("--mutant", "--told", "--marked", "--uses"):
        name, value, *arguments = arguments
        ours[name] = value
    if "--mutant" in ours:
        sys.meta_path.insert(0, changed(ours["--mutant"], ours["--told"]))
    else:
        names = json.loads(Path(ours["--marked"]).read_text(encoding="utf-8"))
        sys.meta_path.insert(0, noting(names, ours["--uses"]))
    from reference_server.__main__ import main as serve

    serve(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
