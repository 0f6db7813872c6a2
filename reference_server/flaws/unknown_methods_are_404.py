"""A method that a path does not have is answered as an unknown path.

Routes match on path and method together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server import problems
from reference_server.core import errors

BREAKS = "ERR-METHOD-01"
REPLACES = "reference_server.problems:method_not_allowed"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Find nothing."""

    def method_not_allowed(allowed: list[str]) -> Any:
        return problems.answer(errors.not_found())

    return method_not_allowed
