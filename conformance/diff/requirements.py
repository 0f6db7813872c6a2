"""Which requirements a difference touches, as far as the contract's documents and statements name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from conformance.contract.registry import Registry
from conformance.diff.document import Node


def named(node: Node) -> tuple[str, ...]:
    """The ids under ``x-requirements``."""
    return tuple(node.words("x-requirements"))


def touched(ids: Sequence[str], path: str, words: Iterable[str], registry: Registry) -> tuple[str, ...]:
    """Those of an operation's requirements whose statements name what differs.

    That is the innermost member of ``path``, in backticks as statements write it, or one of ``words`` (a status).
    """
    steps = [step for step in re.sub(r"\{[^}]*\}", "", path).split("/") if step not in ("", "[]", "*")]
    wanted = [rf"`[^`]*\b{re.escape(steps[-1])}\b[^`]*`"] if steps else [rf"\b{re.escape(word)}\b" for word in words]
    return tuple(name for name in ids if any(re.search(one, registry[name].statement) for one in wanted))


def capability(ids: Sequence[str], registry: Registry) -> str | None:
    """The capability that an operation or message belongs to: the one that more than half of its requirements need.

    The contract's documents say it in their words only; the requirements say it each for itself.
    """
    needed = [registry[name].capability for name in ids]
    return next((one for one in dict.fromkeys(needed) if one and needed.count(one) * 2 > len(ids)), None)
