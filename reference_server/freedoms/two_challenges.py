"""A 401 comes with two `WWW-Authenticate` headers, and a 405 with one `Allow` for each method.

HTTP lets a list be spread over several headers of one name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("AUTH-NONE-03", "ERR-METHOD-02", "GEN-OPTIONS-01")
REPLACES = "reference_server.app:finish"


def vary(original: Callable[..., Any]) -> Callable[..., Any]:
    """Spread them."""

    def finish(response: Any, settings: Any, lines: Any) -> Any:
        done = original(response, settings, lines)
        if done.status_code == 401:
            done.headers["WWW-Authenticate"] = 'bearer realm="chat", error="invalid_token"'
            done.headers.add("WWW-Authenticate", 'Basic realm="chat"')
        if (allow := done.headers.get("Allow")) is not None:
            first, *rest = allow.split(", ")
            done.headers["Allow"] = first
            for method in rest:
                done.headers.add("Allow", method)
        return done

    return finish
