"""PURE: what a file imports: all that it uses, and nothing else."""

from __future__ import annotations

import ast

from conformance.reproduce.bundle import Bundle

ALLOWED = frozenset({"httpx", "websockets"})
"""What a file may import besides the standard library."""

OFFERED = (
    "import asyncio", "import base64", "import contextlib", "import json", "import os", "import re", "import shlex",
    "import ssl", "import subprocess", "import sys", "import time", "import uuid", "import httpx",
    "from collections.abc import Callable", "from collections.abc import Iterator",
    "from collections.abc import Mapping", "from dataclasses import dataclass", "from typing import Any",
    "from urllib.parse import quote", "from urllib.parse import urlsplit",
    "from websockets.asyncio.client import ClientConnection", "from websockets.asyncio.client import connect",
    "from websockets.exceptions import ConnectionClosed", "from websockets.exceptions import InvalidHandshake",
    "from websockets.exceptions import InvalidStatus",
)  # fmt: skip


def imports_of(bundle: Bundle, text: str) -> list[str]:
    """The lines that a file with this text begins with: what it uses, and nothing else."""
    used = {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
    return _sorted_imports({line for line in {*OFFERED, *bundle.imports} if line.split()[-1] in used})


def _sorted_imports(lines: set[str]) -> list[str]:
    """In the order of the house: the standard library, a blank line, the two packages; one line for each module."""
    froms: dict[str, set[str]] = {}
    plain = {line for line in lines if line.startswith("import ")}
    for line in lines - plain:
        module, _, names = line.removeprefix("from ").partition(" import ")
        froms.setdefault(module, set()).update(names.split(", "))
    joined = [f"from {module} import {', '.join(sorted(names))}" for module, names in froms.items()]
    ordered = [*sorted(plain), *sorted(joined)]
    ours = [line for line in ordered if line.split()[1].split(".")[0] in ALLOWED]
    return [*(line for line in ordered if line not in ours), "", *ours]
