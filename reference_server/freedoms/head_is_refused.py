"""HEAD is a method that no path has.

GEN-HEAD-01 is advice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("GEN-HEAD-01", "ERR-METHOD-01")
ADVICE = ("GEN-HEAD-01",)
REPLACES = "reference_server.app:House.check_open"


def vary(original: Callable[..., None], tell: Callable[[], None]) -> Callable[..., None]:
    """Refuse it before it is routed."""

    def check_open(self: Any) -> None:
        from quart import request
        from werkzeug.exceptions import MethodNotAllowed

        original(self)
        rule = request.url_rule
        if request.method == "HEAD" and rule is not None:
            tell()
            raise MethodNotAllowed([name for name in rule.methods or () if name != "HEAD"])

    return check_open
