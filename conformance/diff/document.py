"""A document as plain values, walked by nodes that know where they lie and follow ``$ref``.

What a node holds is a stranger's: every step says what it expects, and what is something else is refused in one line
that names the file, the line and the place.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import yaml

from conformance.diff.plain import clean
from conformance.usage import UsageError

MAX_REFS = 100
"""So many references in a row lead nowhere."""


@dataclass(frozen=True, slots=True)
class Book:
    """A document and the files that it refers to.

    ``files`` maps the name of each file to its value, ``texts`` to its text where that is kept (to name lines);
    ``main`` is the file that everything begins with.  ``known`` is where readers keep what they made of a node.
    ``folder`` is what stands before the names of files when they are shown.
    """

    main: str
    files: Mapping[str, Any]
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    known: dict[Node, Any] = field(default_factory=dict, repr=False, compare=False)
    folder: str = ""

    @property
    def root(self) -> Node:
        """The whole of the main file."""
        return Node(self.main, (), self.files[self.main], self)

    def shown(self, file: str) -> str:
        """How a file is named to whoever gave the document."""
        return f"{self.folder}{file}"


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it lies.  Two nodes are equal where file and path are."""

    file: str
    path: tuple[str, ...]
    value: Any = field(compare=False)
    book: Book = field(compare=False, repr=False)

    @property
    def pointer(self) -> str:
        """The place as a JSON pointer."""
        return "#" + "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in self.path)

    def wrong(self, expected: str) -> UsageError:
        """The refusal of what lies here, in one line."""
        line = line_of(self.book.texts.get(self.file, ""), self.path)
        return UsageError(
            f"{self.book.shown(self.file)}:{line}: {clean(self.pointer[1:]) or 'the document'} {expected}"
        )

    def get(self, key: str) -> Node | None:
        """A member of this mapping, or ``None``."""
        if not isinstance(self.value, dict):
            raise self.wrong("must be a mapping")
        return self._child(key, self.value[key]) if key in self.value else None

    def members(self) -> dict[str, Node]:
        """The members of this mapping, without the extensions ``x-...``."""
        if not isinstance(self.value, dict):
            raise self.wrong("must be a mapping")
        return {key: self._child(key, value) for key, value in self.value.items() if not key.startswith("x-")}

    def mapping(self, key: str) -> dict[str, Node]:
        """The members of the mapping under a key, names of any form; empty where there is none."""
        inner = self.get(key)
        if inner is None:
            return {}
        inner = inner.followed()
        if not isinstance(inner.value, dict):
            raise inner.wrong("must be a mapping")
        return {name: inner._child(name, value) for name, value in inner.value.items()}

    def items(self, key: str) -> list[Node]:
        """The items of the list under a key; empty where there is none."""
        inner = self.get(key)
        if inner is None:
            return []
        if not isinstance(inner.value, list):
            raise inner.wrong("must be a list")
        return [inner._child(str(number), value) for number, value in enumerate(inner.value)]

    def words(self, key: str) -> list[str]:
        """The list of texts under a key."""
        found = self.items(key)
        for item in found:
            if not isinstance(item.value, str):
                raise item.wrong("must be a text")
        return [item.value for item in found]

    def text(self, key: str) -> str | None:
        """The text under a key, or ``None``."""
        inner = self.get(key)
        if inner is not None and not isinstance(inner.value, str):
            raise inner.wrong("must be a text")
        return None if inner is None else inner.value

    def flag(self, key: str) -> bool | None:
        """What is true or false under a key, or ``None``."""
        inner = self.get(key)
        if inner is not None and not isinstance(inner.value, bool):
            raise inner.wrong("must be true or false")
        return None if inner is None else inner.value

    def number(self, key: str) -> int | float | None:
        """The number under a key, or ``None``."""
        inner = self.get(key)
        if inner is None:
            return None
        if isinstance(inner.value, bool) or not isinstance(inner.value, int | float) or math.isnan(inner.value):
            raise inner.wrong("must be a number")
        return inner.value

    def ref(self) -> Node | None:
        """What the ``$ref`` of this mapping leads to, one step; ``None`` where it has none."""
        if not isinstance(self.value, dict) or "$ref" not in self.value:
            return None
        target = self.text("$ref") or ""
        name, _, pointer = target.partition("#")
        file = beside(self.file, unquote(name)) if name else self.file
        if file not in self.book.files or (pointer and not pointer.startswith("/")):
            raise self.wrong(f"refers to {clean(target)}, which does not exist")
        node = Node(file, (), self.book.files[file], self.book)
        for step in pointer.split("/")[1:]:
            node = node._step(unquote(step).replace("~1", "/").replace("~0", "~"), self)
        return node

    def followed(self) -> Node:
        """This node, or what its references lead to."""
        node = self
        for _ in range(MAX_REFS):
            target = node.ref()
            if target is None:
                return node
            node = target
        raise self.wrong("refers to itself")

    def _child(self, key: str, value: Any) -> Node:
        return Node(self.file, (*self.path, key), value, self.book)

    def _step(self, key: str, whence: Node) -> Node:
        if isinstance(self.value, dict) and key in self.value:
            return self._child(key, self.value[key])
        if isinstance(self.value, list) and key.isdecimal() and len(key) < 9 and int(key) < len(self.value):
            return self._child(key, self.value[int(key)])
        raise whence.wrong(f"refers to {clean(str(whence.value.get('$ref')))}, which does not exist")


def beside(file: str, name: str) -> str:
    """The file that a name in another file means, ``/`` between folders, without ``.`` and ``..``."""
    steps: list[str] = []
    for step in [*file.split("/")[:-1], *name.split("/")]:
        if step == ".." and steps and steps[-1] != "..":
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def line_of(text: str, path: tuple[str, ...]) -> int:
    """The line on which a place of a YAML or JSON text begins, from 1; the nearest above it that can be found."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return 1
    line = 1
    for step in path:
        node, line = _inside(node, step, line)
    return line


def _inside(node: Any, step: str, line: int) -> tuple[Any, int]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value, key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode) and step.isdecimal() and int(step) < len(node.value):
        inner = node.value[int(step)]
        return inner, inner.start_mark.line + 1
    return None, line
