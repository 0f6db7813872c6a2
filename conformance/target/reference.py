"""The reference server as something that may be missing: it comes with the suite, what it needs with an extra."""

from __future__ import annotations

import importlib.util
import shlex
import sys
from collections.abc import Sequence

NEEDS = ("reference_server", "quart", "uvicorn")
MODULE = ["{python}", "-m", "reference_server"]
"""The words by which a profile starts it, whatever options stand between them."""


def missing() -> str | None:
    """What to install before the reference server can be started here, in one line; ``None`` where nothing lacks."""
    if all(importlib.util.find_spec(name) is not None for name in NEEDS):
        return None
    # By the interpreter that lacks it, and from a checkout: no index may know the suite.
    return (
        "the reference server needs the extra `reference`, which is not installed: in a checkout of chat-conformance, "
        f"{shlex.quote(sys.executable)} -m pip install '.[reference]'"
    )


def is_started_by(command: Sequence[str]) -> bool:
    """Whether a ``[launch] command`` starts the reference server by this interpreter."""
    words = [word for word in command if word in MODULE]
    return words[: len(MODULE)] == MODULE
