"""Reads a vendor's document: YAML or JSON, with the files beside it that it refers to.

Nothing is fetched.  Only files in the document's own folder or below are opened: a document must not be able to have
any other file of its reader's machine opened.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import unquote

import yaml

from conformance.diff.document import Book, beside
from conformance.diff.plain import clean
from conformance.usage import UsageError

MAX_BYTES = 16 * 2**20
MAX_FILES = 100
MAX_DEPTH = 100
MAX_VALUES = 2_000_000
"""So many values, with all that YAML anchors repeat written out, are more than a document."""


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Plain values as JSON knows them: an unquoted date stays a text, and so do ``on`` and ``no``."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _form, _first in (
    ("tag:yaml.org,2002:bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("tag:yaml.org,2002:null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("tag:yaml.org,2002:int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("tag:yaml.org,2002:float", r"^[-+]?(?:\.[0-9]+|[0-9]+\.?[0-9]*)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
    ("tag:yaml.org,2002:merge", r"^(?:<<)$", "<"),
):
    _Loader.add_implicit_resolver(_tag, re.compile(_form), list(_first))


def read(path: Path) -> Book:
    """The document at a path and the files that it refers to; raises :class:`UsageError`, one line, where it cannot
    be read."""
    folder = f"{path.parent}/" if path.parent != Path() else ""
    files: dict[str, Any] = {}
    texts: dict[str, str] = {}
    waiting = [path.name]
    while waiting:
        name = waiting.pop()
        if name in files:
            continue
        if len(files) == MAX_FILES:
            raise UsageError(f"{path}: refers to more than {MAX_FILES} files; bundle it into one first")
        texts[name] = _text(path.parent / name, path.parent)
        files[name] = parsed(texts[name], f"{folder}{name}")
        waiting += [_other(name, ref, folder) for ref in refs(files[name]) if ref.partition("#")[0]]
    return Book(path.name, files, texts, folder=folder)


def parsed(text: str, name: str) -> Any:
    """The value of a YAML or JSON text, as JSON knows values; ``name`` is what a refusal calls it."""
    try:
        return _plain(_value(text, name), name, {}).value
    except json.JSONDecodeError as error:
        raise UsageError(f"{name}:{error.lineno}: this is not JSON: {error.msg}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UsageError(f"{name}:{line}: this is neither YAML nor JSON: {clean(str(error.problem))}") from error
    except yaml.YAMLError as error:
        raise UsageError(f"{name}:1: this is neither YAML nor JSON: {clean(str(error))}") from error
    except RecursionError as error:
        raise _too_deep(name) from error
    except (ValueError, TypeError) as error:  # a number of thousands of digits, a tag that its text does not fit
        raise UsageError(f"{name}:1: this holds a value that cannot be read: {clean(str(error))}") from error


def refs(value: Any) -> Iterator[str]:
    """Every ``$ref`` in a value that is a text; what is shared is walked once."""
    seen: set[int] = set()
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or not isinstance(one, dict | list):
            continue
        seen.add(id(one))
        if isinstance(one, dict) and isinstance(one.get("$ref"), str):
            yield one["$ref"]
        waiting += one.values() if isinstance(one, dict) else one


def _value(text: str, name: str) -> Any:
    """The value of a text: JSON is tried first, as YAML does not read all of it (tabs, escaped pairs of surrogates)."""
    if text.lstrip().startswith("{"):
        try:
            return json.loads(text)
        except json.JSONDecodeError:
            if name.endswith(".json"):
                raise
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader with fewer types


@dataclass(frozen=True, slots=True)
class _Read:
    """A value as JSON knows it; how many values it holds and how deep they lie, all anchors written out."""

    value: Any
    count: int = 1
    depth: int = 0


def _plain(value: Any, name: str, done: dict[int, _Read], depth: int = 0) -> _Read:
    """The value with texts for keys; what YAML can say and JSON cannot is refused, and what would grow without end."""
    if value is None or isinstance(value, str | int | float):
        return _Read(value)
    if not isinstance(value, dict | list):
        what = type(value).__name__
        raise UsageError(f"{name}:1: this holds a {what}, which JSON does not know; write it as a text")
    if depth > MAX_DEPTH:
        raise _too_deep(name)
    if id(value) not in done:  # an anchor that is used many times is read once
        inner = [_plain(one, name, done, depth + 1) for one in (value.values() if isinstance(value, dict) else value)]
        plain = [one.value for one in inner]
        count, deepest = 1 + sum(one.count for one in inner), 1 + max((one.depth for one in inner), default=0)
        if count > MAX_VALUES or deepest > MAX_DEPTH:
            raise _too_deep(name)
        keyed = dict(zip(map(_key, value), plain, strict=True)) if isinstance(value, dict) else plain
        done[id(value)] = _Read(keyed, count, deepest)
    return done[id(value)]


def _key(key: Any) -> str:
    return key if isinstance(key, str) else json.dumps(key, default=str)


def _too_deep(name: str) -> UsageError:
    return UsageError(f"{name}:1: this is nested more than {MAX_DEPTH} levels deep, or its anchors repeat without end")


def _other(file: str, ref: str, folder: str) -> str:
    """The file that a reference leads to, seen from the folder of the document."""
    name = unquote(ref.partition("#")[0])
    if re.match(r"^[a-zA-Z][a-zA-Z0-9+.-]*:|^//", name):
        _refuse(
            f"{folder}{file}", ref, "another address, and nothing is fetched; bundle the document into one file first"
        )
    found = beside(file, name)
    if name.startswith("/") or found.startswith("..") or "\\" in name or "\0" in name:
        _refuse(
            f"{folder}{file}", ref, "a file outside the document's folder; put it beside the document, or bundle them"
        )
    return found


def _refuse(file: str, ref: str, what: str) -> NoReturn:
    raise UsageError(f"{file}: $ref: {clean(ref)} leads to {what}")


def _text(path: Path, folder: Path) -> str:
    try:
        if not path.resolve().is_relative_to(folder.resolve()) and path.parent != folder:
            raise UsageError(f"{path}: this leads out of the document's folder; put the file itself there")
        if not path.is_file() and path.exists() and not path.is_dir() and not _is_ours(path):
            raise UsageError(f"{path}: this is no regular file; give a file, or /dev/stdin")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise UsageError(f"{path}: this is larger than {MAX_BYTES // 2**20} MiB")
        return content.decode("utf-8-sig")
    except FileNotFoundError as error:
        raise UsageError(f"{path}: there is no such file") from error
    except (OSError, RuntimeError) as error:  # what resolve() says of a link that leads to itself
        raise UsageError(f"{path}: {getattr(error, 'strerror', None) or 'leads nowhere'}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: this is not UTF-8; save it as UTF-8") from error


def _is_ours(path: Path) -> bool:
    """Whether it is a pipe that this process was given open: standard input, or the ``<(...)`` of a shell.  Any other
    pipe may have nobody who writes, and to open it would wait for ever."""
    named = path.as_posix()
    return named == "/dev/stdin" or re.match(r"/dev/fd/\d+$|/proc/(self|\d+)/fd/\d+$", named) is not None
