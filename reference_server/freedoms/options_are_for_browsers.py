"""OPTIONS without an Origin is a method that no path has.

GEN-OPTIONS-01 is advice; preflights bring an Origin (CORS-ALLOW-02).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("GEN-OPTIONS-01", "ERR-METHOD-01", "CORS-ALLOW-02")
ADVICE = ("GEN-OPTIONS-01",)
REPLACES = "reference_server.app:House.check_open"


def vary(original: Callable[..., None], tell: Callable[[], None]) -> Callable[..., None]:
    """Refuse it where no browser asks."""

    def check_open(self: Any) -> None:
        from quart import request
        from werkzeug.exceptions import MethodNotAllowed

        original(self)
        if request.method == "OPTIONS" and "Origin" not in request.headers and request.url_rule is not None:
            tell()
            raise MethodNotAllowed([name for name in request.url_rule.methods or () if name != "OPTIONS"])

    return check_open
