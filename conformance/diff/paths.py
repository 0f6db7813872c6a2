"""Which of the vendor's paths are the contract's: names of parameters do not matter, and a base may stand in front."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

from conformance.diff.document import Node

MAX_PREFIXES = 20

_PARAMETER = re.compile(r"\{[^{}]*\}")


def template(path: str) -> str:
    """A path with its parameters without names: ``/chat/{}/join``."""
    return _PARAMETER.sub("{}", path)


def names(path: str) -> list[str]:
    """The names of a path's parameters, in order."""
    return [found[1:-1] for found in _PARAMETER.findall(path)]


def bases(servers: Iterable[Node]) -> list[str]:
    """The paths of the servers' URLs, variables at their defaults, and the empty one."""
    found = [""]
    for server in servers:
        url = server.text("url") or ""
        for name, variable in server.mapping("variables").items():
            url = url.replace(f"{{{name}}}", variable.text("default") or "")
        found.append(_path_of(url))
    return list(dict.fromkeys(found))


def _path_of(url: str) -> str:
    try:
        return urlsplit(url).path.rstrip("/")
    except ValueError:
        return ""  # no URL at all: then it cannot stand before a path


def placed(contract: Collection[str], vendor: Collection[str], servers: Collection[str]) -> tuple[dict[str, str], str]:
    """The vendor's path for each of the contract's, and the base that stands before them in the vendor's document.

    Tried are the paths as they are, behind what the servers' URLs end with, and without whatever is in front of a path
    that ends like one of the contract's; taken is what places most, the least changed first.
    """
    ours = {template(path): path for path in contract}
    theirs = {(base, path): template(base + path) for base in servers for path in vendor}
    best: tuple[dict[str, str], str] = ({}, "")
    for prefix in _prefixes(ours, theirs.values()):
        found: dict[str, str] = {}
        for (_, path), full in theirs.items():
            if full.startswith(prefix) and full[len(prefix) :] in ours:
                found.setdefault(ours[full[len(prefix) :]], path)
        if len(found) > len(best[0]):
            best = found, prefix
    return best


def _prefixes(ours: Iterable[str], full: Iterable[str]) -> list[str]:
    """What stands before one of our paths, the shortest first; of many the most frequent are enough."""
    wanted = tuple(ours)
    ends = Counter(one[: -len(path)] for one in dict.fromkeys(full) for path in wanted if one.endswith(path))
    frequent = {prefix for prefix, _ in ends.most_common(MAX_PREFIXES)}
    return sorted({"", *frequent}, key=lambda prefix: (len(prefix), prefix))
