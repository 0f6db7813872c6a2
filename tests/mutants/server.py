"""The reference server with one small change: ``python -P server.py --mutant ID [--told FILE] ARGUMENTS...``.

The changed module is compiled when it is imported; nothing on disk is touched, and everything else is as shipped.
``--mutant none`` changes nothing.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import CodeType, ModuleType

sys.path.append(str(Path(__file__).parent.parent))

from mutants import mutations

PACKAGE = "reference_server"
MARKER = "__mutant_reached__"


class Loader(importlib.machinery.SourceFileLoader):
    """Loads the changed module."""

    def __init__(self, fullname: str, path: str, mutant: str, told: str | None) -> None:
        super().__init__(fullname, path)
        self.mutant = mutant
        self.told = told

    def get_code(self, fullname: str) -> CodeType:
        """Compile the changed tree, never what is cached."""
        source = Path(self.path).read_text(encoding="utf-8")
        module = fullname.removeprefix(f"{PACKAGE}.")
        tree = mutations.mutated(module, source, self.mutant, MARKER)
        return compile(tree, self.path, "exec", dont_inherit=True)

    def exec_module(self, module: ModuleType) -> None:
        """Carry it out; it says when it is reached."""
        setattr(module, MARKER, self.reached)
        super().exec_module(module)

    def reached(self) -> None:
        """Leave one byte, the first time."""
        if self.told is not None:
            file = os.open(self.told, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            os.write(file, b".")
            os.close(file)
            self.told = None


class Finder(importlib.abc.MetaPathFinder):
    """Finds one module, and leaves the others to Python."""

    def __init__(self, mutant: str, told: str | None) -> None:
        self.module = f"{PACKAGE}.{mutant.partition(':')[0]}"
        self.mutant = mutant
        self.told = told

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Where the module lies, with our loader."""
        if fullname != self.module:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.origin is None:
            return None
        loader = Loader(fullname, spec.origin, self.mutant, self.told)
        return importlib.util.spec_from_file_location(fullname, spec.origin, loader=loader)


def main(arguments: list[str]) -> None:
    """Take our own words off the front, and start the server."""
    ours: dict[str, str] = {}
    while arguments and arguments[0] in ("--mutant", "--told"):
        name, value, *arguments = arguments
        ours[name] = value
    if ours["--mutant"] != "none":
        sys.meta_path.insert(0, Finder(ours["--mutant"], ours.get("--told")))
    from reference_server.__main__ import main as serve

    serve(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
